import { t } from "@lingui/core/macro";
import { type FormEvent, useRef, useState } from "react";
import type { Correction } from "#api/staff/orders.ts";
import type { OrderRecord } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { emailProblem } from "#lib/email.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import styles from "./order-page.module.css";
import { sendingText } from "./texts.ts";
import { useOrderAction } from "./use-order-action.ts";

/** Who bought the tickets. A correction sends them to the new address. */
export function CustomerCard({ order }: { order: OrderRecord }) {
  const [corrects, setCorrects] = useState(false);
  const [said, setSaid] = useState("");
  const opener = useRef<HTMLButtonElement>(null);
  const { customer, can } = order;

  function close(message: string) {
    setCorrects(false);
    setSaid(message);
    requestAnimationFrame(() => opener.current?.focus());
  }

  return (
    <section className={styles.card} aria-label={t`Customer`}>
      <h2>{t`Customer`}</h2>
      {corrects && customer ? (
        <CorrectionForm order={order} email={customer.email} name={customer.name} close={close} />
      ) : (
        <>
          {customer ? (
            <p>
              {customer.name || t`no name`}
              <br />
              {customer.email || t`no email address`}
            </p>
          ) : (
            <p>{t`The customer’s data is erased. Nothing can be sent or corrected.`}</p>
          )}
          {can.correct_address && (
            <div>
              <Button
                ref={opener}
                onClick={() => {
                  setCorrects(true);
                  setSaid("");
                }}
              >{t`Correct address or name`}</Button>
            </div>
          )}
        </>
      )}
      <p className={styles.said} role="status">
        {said}
      </p>
    </section>
  );
}

type FormProps = { order: OrderRecord; email: string; name: string; close: (message: string) => void };

function CorrectionForm({ order, email: former, name: formerName, close }: FormProps) {
  const { actions, busy, error, act } = useOrderAction(order);
  const [email, setEmail] = useState(former);
  const [name, setName] = useState(formerName);
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const problem = email.trim() === "" && former === "" ? null : emailProblem(email);
  const values: Correction = {
    ...(email.trim() !== former && { email: email.trim() }),
    ...(name.trim() !== formerName && name.trim() !== "" && { name: name.trim() }),
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (problem) return field.current?.focus();
    if (Object.keys(values).length === 0) return close("");
    act(
      () => actions.correct(order.version, values),
      (changed) => {
        const { can, customer } = changed;
        const address = customer?.email ?? "";
        const message = can.resend ? `${t`Corrected.`} ${sendingText(changed, address)}` : t`Corrected.`;
        announce(message);
        close(message);
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Field
        ref={field}
        label={t`Email`}
        type="email"
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={MAX_LENGTH.email}
        required={former !== ""}
        hint={
          order.sends_email
            ? t`The tickets are sent to it, and the former address is told.`
            : t`The site has no mail server, so nothing is sent to it.`
        }
        problem={
          checked && problem ? t`This email address isn’t complete. It looks like name@example.org.` : null
        }
        value={email}
        onChange={({ target }) => setEmail(target.value)}
      />
      <Field
        label={t`Name`}
        autoComplete="off"
        maxLength={MAX_LENGTH.name}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>
          {order.sends_email ? t`Correct and send` : t`Correct`}
        </Button>
        <Button onClick={() => close("")}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
