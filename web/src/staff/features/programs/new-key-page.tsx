import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useTeamActions } from "#api/staff/team.ts";
import type { NewApiKey, RoleName } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { may } from "#staff/team/access.ts";
import { ALL_ROLES, isRole, roleName } from "#staff/team/roles.ts";
import { useAllowed, useCinema, useVenues } from "#staff/team/use-team.ts";
import { CopyField } from "#staff/ui/copy-field.tsx";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { focusHeading } from "#ui/page-heading.tsx";

const MAX_NAME_LENGTH = 100;

/** Creates a key, which is shown once. */
export function NewKeyPage() {
  const { createKey } = useTeamActions();
  const { busy, error, run } = useAction();
  const allowed = useAllowed();
  const venues = useVenues();
  const cinema = useCinema();
  const places = [null, ...venues.map(({ id }) => id)].filter((id) => may(allowed, "manage-api-keys", id));
  const [name, setName] = useState("");
  const [role, setRole] = useState<RoleName>("manager");
  const [chosen, setPlace] = useState<number | null | undefined>(undefined);
  const place = chosen === undefined ? (places.includes(cinema) ? cinema : (places[0] ?? null)) : chosen;
  const [lastDay, setLastDay] = useState("");
  const [checked, setChecked] = useState(false);
  const [created, setCreated] = useState<NewApiKey | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === "") return;
    // The key works until the end of the day, on the clock of this device's time zone.
    const end = lastDay === "" ? null : new Date(`${lastDay}T23:59:59`).toISOString();
    void run(
      () => createKey({ name: name.trim(), role, venue_id: place, expires_at: end }),
      (key) => {
        setCreated(key);
        focusHeading();
        announce(t`The key is created. Copy it now.`);
      },
    );
  }

  if (created) {
    return (
      <StaffPage title={t`Key of ${created.name}`} parent={{ path: "/programs", name: t`Programs` }} narrow>
        <Notice tone="warn">
          {t`Copy the key now. It is shown only once, because the server stores no copy of it.`}
        </Notice>
        <CopyField label={t`Key`} value={created.key} />
        <p>{t`The program sends it as the header “Authorization: Bearer” followed by the key.`}</p>
        <div>
          <ButtonLink kind="primary" href="/programs">{t`I have copied the key`}</ButtonLink>
        </div>
      </StaffPage>
    );
  }
  return (
    <StaffPage title={t`Create a key`} parent={{ path: "/programs", name: t`Programs` }} narrow>
      <form className={form.form} onSubmit={submit} noValidate>
        <Field
          label={t`Name of the program`}
          hint={t`Such as “Website”. It tells keys apart.`}
          maxLength={MAX_NAME_LENGTH}
          autoComplete="off"
          required
          problem={checked && name.trim() === "" ? t`Enter a name.` : null}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <fieldset className={form.set}>
          <legend>{t`What it may do`}</legend>
          <div className={form.row}>
            <SelectField
              label={t`Role`}
              value={role}
              onChange={({ target }) => isRole(target.value) && setRole(target.value)}
            >
              {ALL_ROLES.filter((one) => one !== "owner" || may(allowed, "manage-owners", place)).map(
                (one) => (
                  <option key={one} value={one}>
                    {roleName(one)}
                  </option>
                ),
              )}
            </SelectField>
            <SelectField
              label={t`Cinema`}
              value={place ?? ""}
              onChange={({ target }) => setPlace(target.value === "" ? null : Number(target.value))}
            >
              {places.map((id) => (
                <option key={id} value={id ?? ""}>
                  {id === null ? t`All cinemas` : venues.find((one) => one.id === id)?.name}
                </option>
              ))}
            </SelectField>
          </div>
        </fieldset>
        <Field
          label={t`Last day`}
          hint={t`Empty: until somebody revokes it.`}
          type="date"
          value={lastDay}
          onChange={({ target }) => setLastDay(target.value)}
        />
        <FormError error={error} />
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Create the key`}</Button>
          <ButtonLink href="/programs">{t`Cancel`}</ButtonLink>
        </div>
      </form>
    </StaffPage>
  );
}
