import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { canUsePasskeys, usePasskeyActions } from "#api/staff/passkeys.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { isWrongPassword, OwnPassword } from "./own-password.tsx";

type Props = {
  /** Gets the recovery codes, which come with the first one. */
  done: (codes: string[]) => void;
};

/** Names a passkey, and lets the device make it. The password proves that it is the person. */
export function AddPasskey({ done }: Props) {
  const { register } = usePasskeyActions();
  const { busy, error, run, clear } = useAction();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === "" || password === "") return clear();
    void run(
      () => register(name.trim(), password),
      ({ recovery_codes }) => {
        setName("");
        setPassword("");
        setChecked(false);
        announce(t`The passkey is registered.`);
        done(recovery_codes);
      },
    );
  }

  if (!canUsePasskeys()) return <p>{t`This browser has no passkeys, or the site is not open over HTTPS.`}</p>;
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Field
        label={t`Name of the passkey`}
        hint={t`Where it is, such as Counter PC or Phone.`}
        maxLength={64}
        autoComplete="off"
        required
        problem={checked && name.trim() === "" ? t`Enter a name.` : null}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <OwnPassword value={password} change={setPassword} checked={checked} error={error} />
      <FormError error={isWrongPassword(error) ? null : error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Add a passkey`}</Button>
      </div>
    </form>
  );
}
