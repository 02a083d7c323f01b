import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useLocation } from "wouter";
import { setUpSecondFactor, useSession, useSessionActions } from "#api/staff/session.ts";
import type { SecondFactor } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import styles from "./session.module.css";

const Qr = lazy(async () => ({ default: (await import("./qr.tsx")).Qr }));

/** Sets up an authenticator app: scan, confirm with the first code, keep the recovery codes. */
export function SecondFactorPage() {
  const session = useSession().data;
  const [codes, setCodes] = useState<string[]>([]);
  if (codes.length > 0) return <RecoveryCodes codes={codes} />;
  if (session?.second_factor === "verified") {
    return (
      <StaffPage title={t`Second factor`} narrow>
        <p>{t`Your account has an authenticator app. If you lose it, ask a manager for a new link.`}</p>
      </StaffPage>
    );
  }
  const isRequired = session?.second_factor === "set-up-required";
  return <SetUp isRequired={isRequired} done={setCodes} />;
}

const keyQuery = {
  queryKey: ["second-factor"],
  queryFn: () => setUpSecondFactor(),
  gcTime: 0,
  refetchOnWindowFocus: false,
};

function SetUp({ isRequired, done }: { isRequired: boolean; done: (codes: string[]) => void }) {
  const { signOut } = useSessionActions();
  const { busy, run } = useAction();
  const key = useQuery(keyQuery);
  return (
    <StaffPage title={t`Set up a second factor`} narrow>
      <p>
        {isRequired
          ? t`This site needs a second step at each sign-in: a code from an app on your phone.`
          : t`With a second factor, a stolen password alone opens nothing: each sign-in also needs a code from an app on your phone.`}
      </p>
      <Loaded query={key}>{(found) => <Steps found={found} done={done} />}</Loaded>
      {isRequired && (
        <div>
          <Button
            kind="quiet"
            busy={busy}
            onClick={() => run(signOut, () => undefined)}
          >{t`Sign out`}</Button>
        </div>
      )}
    </StaffPage>
  );
}

function Steps({ found, done }: { found: SecondFactor; done: (codes: string[]) => void }) {
  const { busy, error, run } = useAction();
  const [code, setCode] = useState("");
  const [checked, setChecked] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (code.trim() === "") return;
    void run(
      () => setUpSecondFactor(code.trim()),
      ({ recovery_codes }) => {
        done(recovery_codes);
        focusHeading();
        announce(t`The second factor is set up. Keep your recovery codes.`);
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <ol className={styles.steps}>
        <li>{t`Open an authenticator app on your phone, such as Aegis, 2FAS or Google Authenticator.`}</li>
        <li>
          <p>{t`Scan this code with it.`}</p>
          <Suspense fallback={null}>
            <Qr text={found.address ?? ""} label={t`QR code for the authenticator app`} />
          </Suspense>
          <p className={form.hint}>{t`Or type this key:`}</p>
          <p className={styles.key}>{found.key?.match(/.{1,4}/g)?.join(" ")}</p>
        </li>
        <li>{t`Type the six digits that the app shows now.`}</li>
      </ol>
      <Field
        label={t`Code`}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        required
        problem={checked && code.trim() === "" ? t`Enter the code.` : null}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Confirm`}</Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { reload } = useSessionActions();
  const [, navigate] = useLocation();
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(codes.join("\n")).then(
      () => true,
      () => false,
    );
    announce(done ? t`Copied.` : t`The browser does not allow copying. Print the codes, or write them down.`);
  };
  const goOn = async () => {
    await reload();
    navigate("/");
  };
  return (
    <StaffPage title={t`Keep your recovery codes`} narrow>
      <p>{t`Each of these codes replaces the app once, if you lose your phone. They are shown only now. Print them, or keep them in a password manager.`}</p>
      <ul className={styles.codes}>
        {codes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <div className={`${form.actions} ${styles.noPrint}`}>
        <Button onClick={copy}>{t`Copy`}</Button>
        <Button onClick={() => print()}>{t`Print`}</Button>
        <Button kind="primary" onClick={goOn}>{t`I have kept the codes`}</Button>
      </div>
    </StaffPage>
  );
}
