import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldMessages } from "#api/staff/problem.ts";
import { pinQuery, useSetPin } from "#api/staff/session.ts";
import type { PinState } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { isWrongPassword, OwnPassword } from "./own-password.tsx";

function stateText(state: PinState): string {
  switch (state) {
    case "none":
      return t`You have no approval PIN yet.`;
    case "set":
      return t`You have an approval PIN.`;
    case "locked":
      return t`Your approval PIN is locked after five wrong tries. Set a new one.`;
  }
}

/** The approval PIN of the person who is signed in. The password proves that it is the person. */
export function OwnPin() {
  const query = useQuery(pinQuery);
  const setPin = useSetPin();
  const { busy, error, run, clear } = useAction();
  const [values, setValues] = useState({ password: "", pin: "" });
  const [checked, setChecked] = useState(false);
  const [message] = fieldMessages(error, "pin");
  const isPin = /^\d{6,12}$/.test(values.pin);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (values.password === "" || !isPin) return clear();
    void run(
      () => setPin(values.password, values.pin),
      () => {
        setValues({ password: "", pin: "" });
        setChecked(false);
        announce(t`Your approval PIN is set.`);
      },
    );
  }

  return (
    <>
      <p>{t`With this PIN, or with a passkey, you approve on a colleague’s screen what exceeds their limit, such as a large refund. Keep the PIN secret.`}</p>
      <Loaded query={query}>{(state) => <p role="status">{stateText(state)}</p>}</Loaded>
      <form className={form.form} onSubmit={submit} noValidate>
        <Field
          label={t`New approval PIN`}
          hint={t`6 to 12 digits. Not your password, and not a date of birth.`}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          required
          problem={
            message
              ? t`This PIN is too easy to guess. Choose other digits.`
              : checked && !isPin
                ? t`Enter 6 to 12 digits.`
                : null
          }
          value={values.pin}
          onChange={(event) => setValues({ ...values, pin: event.target.value })}
        />
        <OwnPassword
          value={values.password}
          change={(password) => setValues({ ...values, password })}
          checked={checked}
          error={error}
        />
        <FormError error={message || isWrongPassword(error) ? null : error} />
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Set the PIN`}</Button>
        </div>
      </form>
    </>
  );
}
