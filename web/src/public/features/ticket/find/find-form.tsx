import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useRef, useState } from "react";
import { mailBookingLink } from "#api/orders.ts";
import { invalidFields, problemText } from "#api/problem.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { Button } from "#ui/button.tsx";
import { type EmailCheck, EmailField } from "#ui/email-field.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import styles from "../find-page.module.css";

type Sending = { state: "idle" | "busy" | "sent" } | { state: "failed"; why: string };

/** Names the field that the server rejected. */
function failureText(error: unknown): string {
  const fields = invalidFields(error);
  if (fields.includes("email")) return t`This e-mail address can’t be used. Check it, then try again.`;
  if (fields.includes("reference")) return t`This reference can’t be used. Check it, then try again.`;
  return problemText(error);
}

/** Requests the booking link by email. The result never reveals whether there is such a booking. */
export function FindForm() {
  const [email, setEmail] = useState("");
  const [reference, setReference] = useState("");
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const online = useOnline();
  const emailCheck = useRef<EmailCheck>(null);
  const referenceField = useRef<HTMLInputElement>(null);

  function isComplete(): boolean {
    if (!emailCheck.current?.check()) return false;
    const empty = reference.trim() === "";
    setMissing(empty);
    if (empty) referenceField.current?.focus();
    return !empty;
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (sending.state === "busy" || !online || !isComplete()) return;
    setSending({ state: "busy" });
    await mailBookingLink(email, reference).then(
      () => setSending({ state: "sent" }),
      (error) => setSending({ state: "failed", why: failureText(error) }),
    );
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <p>
        <Trans>
          Tell us the address that you booked with, and we mail you the link to your tickets again.
        </Trans>
      </p>
      <EmailField ref={emailCheck} value={email} onChange={setEmail} />
      <Field
        ref={referenceField}
        label={t`Reference`}
        hint={t`Eight letters and digits, in our mail and on your receipt.`}
        problem={missing && reference.trim() === "" ? t`Enter the reference of your booking.` : null}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={MAX_LENGTH.reference}
        spellCheck={false}
        required
        value={reference}
        onChange={(event) => setReference(event.target.value)}
      />
      <div role="status" className={styles.messages}>
        {sending.state === "sent" && <Sent />}
        {sending.state === "failed" && <Notice tone="danger">{sending.why}</Notice>}
        {!online && (
          <Notice tone="warn">
            <Trans>You’re offline. We can mail you once you’re connected.</Trans>
          </Notice>
        )}
      </div>
      <div>
        <Button kind="primary" type="submit" busy={sending.state === "busy"}>
          {sending.state === "busy" ? <Trans>One moment …</Trans> : <Trans>Mail me the link</Trans>}
        </Button>
      </div>
    </form>
  );
}

function Sent() {
  return (
    <Notice>
      <strong>
        <Trans>If there is a booking, we have just mailed its link to that address.</Trans>
      </strong>{" "}
      <Trans>It may take a minute; look among unwanted mail too.</Trans>
    </Notice>
  );
}
