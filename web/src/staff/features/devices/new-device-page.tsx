import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { pairingQuery, useDeviceActions } from "#api/staff/devices.ts";
import { codeOf } from "#api/staff/problem.ts";
import type { DeviceKind, NewDevice } from "#api/staff/types.ts";
import { venuesQuery } from "#api/venues.ts";
import { may } from "#staff/team/access.ts";
import { momentText } from "#staff/team/local-time.ts";
import { useAllowed, useCinema, useOwnVenues } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { Confirm } from "./confirm.tsx";
import { kindText } from "./device-texts.ts";
import styles from "./devices.module.css";
import { HallChoice } from "./hall-choice.tsx";
import { Revoke } from "./revoke.tsx";

const Qr = lazy(async () => ({ default: (await import("#staff/ui/qr.tsx")).Qr }));

const KINDS: readonly DeviceKind[] = ["door", "till"];

const devices = () => ({ path: "/people/devices", name: t`Devices` });

/** Choose kind, cinema and halls, show the code, and compare the digits once the device is paired. */
export function NewDevicePage() {
  const [device, setDevice] = useState<NewDevice | null>(null);
  const venues = useQuery(venuesQuery);
  if (device) return <Pairing device={device} again={() => setDevice(null)} />;
  return (
    <StaffPage title={t`Pair a device`} parent={devices()} narrow>
      <Loaded query={venues}>
        {() => (
          <Choose
            done={(added) => {
              setDevice(added);
              focusHeading();
            }}
          />
        )}
      </Loaded>
    </StaffPage>
  );
}

function Choose({ done }: { done: (device: NewDevice) => void }) {
  const { add } = useDeviceActions();
  const { busy, error, run } = useAction();
  const allowed = useAllowed();
  const venues = useOwnVenues().filter(({ id }) => may(allowed, "manage-devices", id));
  const selected = useCinema();
  const [kind, setKind] = useState<DeviceKind>("door");
  const [chosen, setChosen] = useState<number | null>(null);
  const [halls, setHalls] = useState<readonly number[] | null>(null);
  const [checked, setChecked] = useState(false);
  const venueId = chosen ?? venues.find(({ id }) => id === selected)?.id ?? venues[0]?.id;

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (venueId === undefined || halls?.length === 0) return;
    void run(() => add(kind, venueId, halls && [...halls]), done);
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <SelectField
        label={t`Kind`}
        value={kind}
        onChange={({ target }) => setKind(target.value as DeviceKind)}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {kindText(one)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Cinema`}
        value={venueId ?? ""}
        onChange={({ target }) => {
          setChosen(Number(target.value));
          setHalls(null);
        }}
      >
        {venues.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {venueId !== undefined && <HallChoice venue={venueId} chosen={halls} change={setHalls} />}
      {checked && halls?.length === 0 && (
        <p role="alert" className={form.error}>{t`Choose at least one hall.`}</p>
      )}
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Show the code`}</Button>
      </div>
    </form>
  );
}

function Pairing({ device, again }: { device: NewDevice; again: () => void }) {
  const query = useQuery(pairingQuery(device.id));
  const current = query.data ?? device;
  const { name, check, state } = current;
  // The server forgets codes that have ended.
  if (codeOf(query.error) === "device-not-found") {
    return (
      <StaffPage title={t`The code has ended`} parent={devices()} narrow>
        <p>{t`Nothing was paired with it.`}</p>
        <Button kind="primary" onClick={again}>{t`Show a new code`}</Button>
      </StaffPage>
    );
  }
  if (state === "waiting") return <Code device={device} />;
  if (state === "revoked") {
    return (
      <StaffPage title={t`The device is revoked`} parent={devices()} narrow>
        <Button kind="primary" onClick={again}>{t`Pair a device`}</Button>
      </StaffPage>
    );
  }
  return (
    <StaffPage title={t`${name} is paired`} parent={devices()} narrow>
      {state === "paired" ? (
        <>
          <p>{t`Compare the digits. The device shows the same ones.`}</p>
          <p className={styles.code}>{check}</p>
          <div className={form.actions}>
            <Confirm device={current} />
            <Revoke device={current} />
          </div>
        </>
      ) : (
        <p>{t`The device works.`}</p>
      )}
    </StaffPage>
  );
}

function Code({ device }: { device: NewDevice }) {
  const { code, address, code_expires_at } = device;
  const end = code_expires_at === null ? "" : momentText(code_expires_at);
  return (
    <StaffPage title={t`Code for the device`} parent={devices()} narrow>
      <p>{t`Scan this with the device, or open its page and type the code. It works once, until ${end}.`}</p>
      <Suspense fallback={null}>
        <Qr text={address} label={t`QR code for the device`} />
      </Suspense>
      <p className={styles.code} role="status">
        {code.match(/.{1,4}/g)?.join(" ")}
      </p>
      <p>{t`This page shows when the device is paired.`}</p>
    </StaffPage>
  );
}
