import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#ui/button.tsx";
import { type EmailCheck, EmailField } from "#ui/email-field.tsx";
import type { Sending } from "./sent-to.tsx";

type Props = {
  address: string;
  sending: Sending;
  send: (email: string) => void;
  cancel: () => void;
};

/** Corrects the address of the order, and sends the tickets there. */
export function CorrectAddress({ address, sending, send, cancel }: Props) {
  const [email, setEmail] = useState(address);
  const field = useRef<EmailCheck>(null);
  const form = useRef<HTMLFormElement>(null);
  const busy = sending.state === "busy";

  useEffect(() => form.current?.querySelector("input")?.focus(), []);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!busy && field.current?.check()) send(email.trim());
  }

  return (
    <form ref={form} onSubmit={onSubmit} noValidate>
      <EmailField ref={field} value={email} onChange={setEmail} hint={t`Later emails go there too.`} />
      <div className="actions">
        <Button kind="primary" type="submit" busy={busy}>
          <Trans>Correct and send</Trans>
        </Button>
        <Button onClick={cancel}>
          <Trans>Keep the address</Trans>
        </Button>
      </div>
    </form>
  );
}
