import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { codeOf, fieldMessages } from "#api/staff/problem.ts";
import { acceptInvitation, useSessionActions } from "#api/staff/session.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";

/** Sets the password of an account, then signs in with it. */
export function InvitationPage({ token }: { token: string }) {
  const { signIn } = useSessionActions();
  const [, navigate] = useLocation();
  const { busy, error, run } = useAction();
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [checked, setChecked] = useState(false);
  const messages = fieldMessages(error, "password");

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (password === "") return;
    const accept = async () => {
      const { email } = await acceptInvitation(token, password);
      // The link has been used. If this fails, the page of the address asks for the password again.
      await signIn({ email, password }).catch(() => undefined);
    };
    void run(accept, () => navigate("/", { replace: true }));
  }

  if (codeOf(error) === "invitation-invalid") {
    return (
      <StaffPage title={t`This link cannot be used`} narrow>
        <p>{t`It was used, replaced by a newer one, or has expired. Ask a manager of your cinema for a new invitation.`}</p>
      </StaffPage>
    );
  }
  return (
    <StaffPage title={t`Choose your password`} narrow>
      <p>{t`You are invited to the team. Choose a password with at least ten characters that you use nowhere else.`}</p>
      <form className={form.form} onSubmit={submit} noValidate>
        <Field
          label={t`New password`}
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          autoCapitalize="none"
          spellCheck={false}
          required
          problem={checked && password === "" ? t`Enter a password.` : null}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Checkbox label={t`Show the password`} checked={shown} onChange={setShown} />
        {messages.length > 0 ? (
          <div role="alert">
            <Notice tone="danger">{messages.join(" ")}</Notice>
          </div>
        ) : (
          <FormError error={error} />
        )}
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Set the password and sign in`}</Button>
        </div>
      </form>
    </StaffPage>
  );
}
