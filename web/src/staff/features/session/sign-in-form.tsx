import { t } from "@lingui/core/macro";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { canUsePasskeys } from "#api/staff/passkeys.ts";
import { codeOf, hasPasskeyToo } from "#api/staff/problem.ts";
import { useSessionActions } from "#api/staff/session.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { usePasskeyList } from "./use-passkey-list.ts";

type Props = { email?: string; done?: () => void; children?: ReactNode };

/** Email address and password, then a passkey or code if the account has one; or a passkey alone. */
export function SignInForm({ email: known = "", done = () => undefined, children }: Props) {
  const { signIn, signInByPasskey, signInWith } = useSessionActions();
  const { busy, error, run, clear } = useAction();
  const [values, setValues] = useState({ email: known, password: "", code: "" });
  const [needsCode, setNeedsCode] = useState(false);
  const [hasPasskey, setHasPasskey] = useState(false);
  const [checked, setChecked] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (needsCode) codeField.current?.focus();
  }, [needsCode]);

  usePasskeyList(!busy && !needsCode, (credential) => void run(() => signInWith(credential), done));

  const missing = (name: keyof typeof values, text: string) => (checked && values[name] === "" ? text : null);
  const set = (name: keyof typeof values) => (event: { target: { value: string } }) =>
    setValues({ ...values, [name]: event.target.value });

  async function request() {
    const { code, ...credentials } = values;
    try {
      await signIn(needsCode ? { ...credentials, code: code.trim() } : credentials);
      return true;
    } catch (failure) {
      if (codeOf(failure) !== "second-factor-required") throw failure;
      setNeedsCode(true);
      setHasPasskey(hasPasskeyToo(failure));
      return false;
    }
  }

  /** After the password it is the second factor; before, it signs in alone. */
  const byPasskey = () =>
    void run(
      () => signInByPasskey(needsCode ? { email: values.email, password: values.password } : undefined),
      done,
    );

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (values.email === "" || values.password === "" || (needsCode && values.code === "")) return clear();
    void run(request, (complete) => {
      setChecked(false);
      if (complete) done();
    });
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Field
        label={t`Email`}
        type="email"
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={MAX_LENGTH.email}
        required
        problem={missing("email", t`Enter your email address.`)}
        value={values.email}
        onChange={set("email")}
      />
      <Field
        label={t`Password`}
        type="password"
        autoComplete="current-password"
        required
        problem={missing("password", t`Enter your password.`)}
        value={values.password}
        onChange={set("password")}
      />
      {needsCode && (
        <Field
          ref={codeField}
          label={t`Code`}
          hint={t`Six digits from your authenticator app, or one of your recovery codes.`}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={20}
          required
          problem={missing("code", t`Enter the code.`)}
          value={values.code}
          onChange={set("code")}
        />
      )}
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Sign in`}</Button>
        {canUsePasskeys() && (!needsCode || hasPasskey) && (
          <Button busy={busy} onClick={byPasskey}>
            {needsCode ? t`Use your passkey` : t`Sign in with a passkey`}
          </Button>
        )}
        {children}
      </div>
    </form>
  );
}
