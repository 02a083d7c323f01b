import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { useSettingsActions } from "#api/staff/settings.ts";
import { announce } from "#lib/announcements.ts";
import { selectCinema } from "#staff/team/use-team.ts";
import { fieldProblem } from "#staff/ui/field-problem.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { type Place, PlaceFields } from "#staff/ui/place-fields.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";

/** The time zone of this device is that of most cinemas. */
const EMPTY: Place = {
  name: "",
  address: "",
  city: "",
  country: "",
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: "",
};

/** Opens a cinema. */
export function CinemaPage() {
  const { open } = useSettingsActions();
  const [, navigate] = useLocation();
  const { busy, error, run } = useAction();
  const [draft, setDraft] = useState(EMPTY);

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(
      () => open(draft),
      (venue) => {
        selectCinema(venue.id);
        announce(t`The cinema is open.`);
        navigate("/set-up");
      },
    );
  }

  return (
    <StaffPage title={t`Your cinema`} parent={{ path: "/set-up", name: t`Set-up` }} narrow>
      <form className={form.form} onSubmit={submit} noValidate>
        <PlaceFields
          draft={draft}
          presetsCurrency
          onChange={(changes) => setDraft({ ...draft, ...changes })}
          problem={(field) => fieldProblem(error, field)}
        />
        <FormError error={error} />
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Open the cinema`}</Button>
          <ButtonLink href="/set-up">{t`Cancel`}</ButtonLink>
        </div>
      </form>
    </StaffPage>
  );
}
