import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { codeOf, fieldMessages } from "#api/staff/problem.ts";
import { useSessionActions } from "#api/staff/session.ts";
import { createFirstOwner } from "#api/staff/settings.ts";
import { emailProblem } from "#lib/email.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { NewPassword } from "#staff/ui/new-password.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { useFocusOnRefusal } from "#staff/ui/use-focus-on-refusal.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";

/** Creates the first owner with the link that the server has printed, and signs in. */
export function OwnerPage({ token }: { token: string }) {
  const { signIn } = useSessionActions();
  const [, navigate] = useLocation();
  const { busy, error, run } = useAction();
  const [values, setValues] = useState({ email: "", first_name: "", last_name: "", password: "" });
  const [checked, setChecked] = useState(false);
  const { email, password } = values;
  const messages = fieldMessages(error, "password");
  const field = useFocusOnRefusal<HTMLInputElement>(messages.length > 0 && error);
  const wrongEmail = emailProblem(email);
  const set = (name: keyof typeof values) => (event: { target: { value: string } }) =>
    setValues({ ...values, [name]: event.target.value });

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (wrongEmail || password === "") return;
    const create = async () => {
      const created = await createFirstOwner({ ...values, email: email.trim(), token });
      // The link has been used. If this fails, the page of the address asks for the password again.
      await signIn({ email: created.email, password }).catch(() => undefined);
    };
    void run(create, () => navigate("/set-up", { replace: true }));
  }

  if (codeOf(error) === "setup-link-invalid") {
    return (
      <StaffPage title={t`This link cannot be used`} narrow>
        <p>{t`It was used, replaced by a newer one, or has expired. The command “matinee setup-link” prints a new one on the server. If the cinema has an owner, ask that person for an invitation.`}</p>
      </StaffPage>
    );
  }
  return (
    <StaffPage title={t`Set up Matinee`} narrow>
      <p>{t`You become the first owner and may do everything. Next, you set up your cinema.`}</p>
      <form className={form.form} onSubmit={submit} noValidate>
        <Field
          label={t`Email`}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={MAX_LENGTH.email}
          required
          hint={t`You sign in with it.`}
          problem={
            checked && wrongEmail
              ? wrongEmail === "missing"
                ? t`Enter your email address.`
                : t`This email address isn’t complete. It looks like name@example.org.`
              : null
          }
          value={email}
          onChange={set("email")}
        />
        <div className={form.pair}>
          <Field
            label={t`First name`}
            maxLength={150}
            autoComplete="given-name"
            value={values.first_name}
            onChange={set("first_name")}
          />
          <Field
            label={t`Last name`}
            maxLength={150}
            autoComplete="family-name"
            value={values.last_name}
            onChange={set("last_name")}
          />
        </div>
        <NewPassword
          ref={field}
          hint={t`At least ten characters that you use nowhere else.`}
          problem={messages.join(" ") || (checked && password === "" ? t`Enter a password.` : null)}
          value={password}
          change={(chosen) => setValues({ ...values, password: chosen })}
        />
        {messages.length === 0 && <FormError error={error} />}
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Create the account`}</Button>
        </div>
      </form>
    </StaffPage>
  );
}
