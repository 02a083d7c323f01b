import { t } from "@lingui/core/macro";
import { type FormEvent, useRef, useState } from "react";
import { Link } from "wouter";
import { personInUse } from "#api/staff/problem.ts";
import { useTeamActions } from "#api/staff/team.ts";
import type { InvitedPerson } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { emailProblem } from "#lib/email.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { useAllowed, useCinema, useVenues } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { type Draft, withoutRepeats } from "./changes.ts";
import { firstPlace } from "./first-place.ts";
import { Invited } from "./invited.tsx";
import { NameFields } from "./name-fields.tsx";
import { RolesFields } from "./roles-fields.tsx";

/** A role at the selected cinema, or at the only one. */
function useFirstDraft(): Draft {
  const place = firstPlace(useAllowed(), useVenues(), useCinema());
  return { first_name: "", last_name: "", roles: [{ role: "cashier", venue_id: place }] };
}

/** Invites a person. The link is shown afterwards, to be handed over. */
export function InvitePage() {
  const { invite } = useTeamActions();
  const { busy, error, run } = useAction();
  const firstDraft = useFirstDraft();
  const [changed, setDraft] = useState<Draft | null>(null);
  const draft = changed ?? firstDraft;
  const [email, setEmail] = useState("");
  const [checked, setChecked] = useState(false);
  const [invited, setInvited] = useState<InvitedPerson | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const problem = emailProblem(email);
  const known = personInUse(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (problem) field.current?.focus();
    if (problem || draft.roles.length === 0) return;
    void run(
      () =>
        invite({
          email: email.trim(),
          first_name: draft.first_name.trim(),
          last_name: draft.last_name.trim(),
          roles: withoutRepeats(draft.roles),
        }),
      (person) => {
        setInvited(person);
        focusHeading();
        announce(t`The invitation is ready.`);
      },
    );
  }

  if (invited) {
    return (
      <StaffPage title={t`Invitation`} parent={{ path: "/people", name: t`People` }} narrow>
        <Invited person={invited} />
        <div className={form.actions}>
          <ButtonLink kind="primary" href="/people">{t`People`}</ButtonLink>
          <Button
            onClick={() => {
              setInvited(null);
              setEmail("");
              setDraft(null);
              setChecked(false);
            }}
          >{t`Invite another person`}</Button>
        </div>
      </StaffPage>
    );
  }
  return (
    <StaffPage title={t`Invite a person`} parent={{ path: "/people", name: t`People` }} narrow>
      <form className={form.form} onSubmit={submit} noValidate>
        <Field
          ref={field}
          label={t`Email`}
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={MAX_LENGTH.email}
          required
          hint={t`The person signs in with it.`}
          problem={
            checked && problem
              ? problem === "missing"
                ? t`Enter the email address.`
                : t`This email address isn’t complete. It looks like name@example.org.`
              : null
          }
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <NameFields draft={draft} onChange={setDraft} />
        <RolesFields roles={draft.roles} onChange={(roles) => setDraft({ ...draft, roles })} />
        {checked && draft.roles.length === 0 && <p className={form.error}>{t`Choose at least one role.`}</p>}
        <FormError error={error} />
        {known !== null && <Link href={`/people/${known}`}>{t`Open that person`}</Link>}
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Invite`}</Button>
          <ButtonLink href="/people">{t`Cancel`}</ButtonLink>
        </div>
      </form>
    </StaffPage>
  );
}
