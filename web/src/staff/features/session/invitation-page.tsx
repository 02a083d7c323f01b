import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { codeOf, fieldMessages } from "#api/staff/problem.ts";
import { acceptInvitation, invitationQuery, useSessionActions } from "#api/staff/session.ts";
import { momentText } from "#staff/team/local-time.ts";
import { grantsText } from "#staff/team/names.ts";
import { useVenues } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { NewPassword } from "#staff/ui/new-password.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { useFocusOnRefusal } from "#staff/ui/use-focus-on-refusal.ts";
import { Button } from "#ui/button.tsx";

const isUsedUp = (error: unknown): boolean => codeOf(error) === "invitation-invalid";

/** Sets the password of an account, then signs in with it. */
export function InvitationPage({ token }: { token: string }) {
  const invitation = useQuery(invitationQuery(token));
  const venues = useVenues();
  const [refused, setRefused] = useState(false);
  if (refused || isUsedUp(invitation.error)) {
    return (
      <StaffPage title={t`This link cannot be used`} narrow>
        <p>{t`It was used, replaced by a newer one, or has expired. Ask a manager of your cinema for a new invitation.`}</p>
      </StaffPage>
    );
  }
  return (
    <StaffPage title={t`Choose your password`} narrow>
      <Loaded query={invitation}>
        {({ email, roles, expires_at }) => {
          const grants = grantsText(venues, roles);
          const end = momentText(expires_at);
          return (
            <>
              <p>{t`You are invited to the team: ${grants}. You will sign in as ${email}.`}</p>
              <p>{t`Choose a password with at least ten characters that you use nowhere else. This link works once, until ${end}.`}</p>
              <PasswordForm token={token} refuse={() => setRefused(true)} />
            </>
          );
        }}
      </Loaded>
    </StaffPage>
  );
}

function PasswordForm({ token, refuse }: { token: string; refuse: () => void }) {
  const { signIn } = useSessionActions();
  const [, navigate] = useLocation();
  const { busy, error, run } = useAction();
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);
  const messages = fieldMessages(error, "password");
  const field = useFocusOnRefusal<HTMLInputElement>(messages.length > 0 && error);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (password === "") return field.current?.focus();
    const accept = async () => {
      const { email } = await acceptInvitation(token, password).catch((failure) => {
        if (isUsedUp(failure)) refuse();
        throw failure;
      });
      // The link has been used. If this fails, the page of the address asks for the password again.
      await signIn({ email, password }).catch(() => undefined);
    };
    void run(accept, () => navigate("/", { replace: true }));
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <NewPassword
        ref={field}
        problem={messages.join(" ") || (checked && password === "" ? t`Enter a password.` : null)}
        value={password}
        change={setPassword}
      />
      {messages.length === 0 && <FormError error={error} />}
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Set the password and sign in`}</Button>
      </div>
    </form>
  );
}
