import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { fieldMessages } from "#api/staff/problem.ts";
import { useChangePassword, useSession } from "#api/staff/session.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { NewPassword } from "#staff/ui/new-password.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { useFocusOnRefusal } from "#staff/ui/use-focus-on-refusal.ts";
import { Button } from "#ui/button.tsx";
import { isWrongPassword, OwnPassword } from "./own-password.tsx";

const EMPTY = { password: "", newPassword: "" };

/** Replaces the password of the person who is signed in. */
export function ChangePassword() {
  const email = useSession().data?.user?.email ?? "";
  const changePassword = useChangePassword();
  const { busy, error, run, clear } = useAction();
  const [values, setValues] = useState(EMPTY);
  const [checked, setChecked] = useState(false);
  const messages = fieldMessages(error, "new_password");
  const field = useFocusOnRefusal<HTMLInputElement>(messages.length > 0 && error);
  const missing = checked && values.newPassword === "" ? t`Enter a password.` : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (values.password === "" || values.newPassword === "") return clear();
    void run(
      () => changePassword(values.password, values.newPassword),
      () => {
        setValues(EMPTY);
        setChecked(false);
        announce(t`Your password is changed.`);
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      {/* So that password managers know whose password changes. */}
      <input hidden type="text" autoComplete="username" value={email} readOnly />
      <OwnPassword
        value={values.password}
        change={(password) => setValues({ ...values, password })}
        checked={checked}
        error={error}
      />
      <NewPassword
        ref={field}
        hint={t`At least ten characters that you use nowhere else.`}
        problem={messages.join(" ") || missing}
        value={values.newPassword}
        change={(newPassword) => setValues({ ...values, newPassword })}
      />
      <FormError error={messages.length > 0 || isWrongPassword(error) ? null : error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Change the password`}</Button>
      </div>
    </form>
  );
}
