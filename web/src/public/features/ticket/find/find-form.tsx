import { Trans } from "@lingui/react/macro";
import { type FormEvent, useRef, useState } from "react";
import { emailBookingLinks } from "#api/orders.ts";
import { savedCustomer } from "#api/saved-customer.ts";
import { Button } from "#ui/button.tsx";
import { type EmailCheck, EmailField } from "#ui/email-field.tsx";
import { Notice } from "#ui/notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { emailFailureText } from "../email-failure.ts";
import styles from "../find-page.module.css";

type Sending = { state: "idle" | "busy" | "sent" } | { state: "failed"; why: string };

/** Requests the links of all upcoming bookings by email. The result never reveals whether there are any. */
export function FindForm() {
  const [email, setEmail] = useState(() => savedCustomer()?.email ?? "");
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const online = useOnline();
  const emailCheck = useRef<EmailCheck>(null);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (sending.state === "busy" || !online || !emailCheck.current?.check()) return;
    setSending({ state: "busy" });
    await emailBookingLinks(email).then(
      () => setSending({ state: "sent" }),
      (error) => setSending({ state: "failed", why: emailFailureText(error) }),
    );
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate aria-labelledby="by-email">
      <h2 id="by-email">
        <Trans>Find a booking</Trans>
      </h2>
      <p>
        <Trans>
          Enter the address that you booked with. We email the links of all your upcoming bookings there.
        </Trans>
      </p>
      <EmailField ref={emailCheck} value={email} onChange={setEmail} />
      <div role="status" className={styles.messages}>
        {sending.state === "sent" && <Sent />}
        {sending.state === "failed" && <Notice tone="danger">{sending.why}</Notice>}
        {!online && (
          <Notice tone="warn">
            <Trans>You’re offline. We can email you once you’re connected.</Trans>
          </Notice>
        )}
      </div>
      <div>
        <Button kind="primary" type="submit" busy={sending.state === "busy"}>
          {sending.state === "busy" ? <Trans>One moment …</Trans> : <Trans>Email me the links</Trans>}
        </Button>
      </div>
    </form>
  );
}

function Sent() {
  return (
    <Notice>
      <strong>
        <Trans>If there are upcoming bookings with this address, their links are on the way to it.</Trans>
      </strong>{" "}
      <Trans>It may take a minute; look in your spam folder too.</Trans>
    </Notice>
  );
}
