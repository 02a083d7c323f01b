import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { emailTickets } from "#api/orders.ts";
import { Problem } from "#api/problem.ts";
import { saveSentTo, sentTo } from "#api/sent-to.ts";
import { Button } from "#ui/button.tsx";
import { useOnline } from "#ui/use-online.ts";
import { emailFailureText } from "./email-failure.ts";
import styles from "./ticket-page.module.css";

const CorrectAddress = lazy(async () => ({
  default: (await import("./correct-address.tsx")).CorrectAddress,
}));

export type Sending = { state: "idle" | "busy" } | { state: "sent" | "failed"; text: string };

function failureText(error: unknown): string {
  if (error instanceof Problem && error.code === "tickets-not-sendable")
    return t`We can’t send these tickets from here. Ask at the box office.`;
  return emailFailureText(error);
}

/** Where the tickets were sent, if this tab bought them. Sends them again, if needed to another address. */
export function SentTo({ secret }: { secret: string }) {
  const [address, setAddress] = useState(() => sentTo(secret));
  const [isCorrecting, setIsCorrecting] = useState(false);
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const online = useOnline();

  async function send(email?: string) {
    if (!online || sending.state === "busy") return;
    setSending({ state: "busy" });
    await emailTickets(secret, email).then(
      () => {
        if (email !== undefined) {
          saveSentTo(secret, email);
          setAddress(email);
        }
        setIsCorrecting(false);
        setSending({
          state: "sent",
          text: t`The tickets are on their way. It may take a minute.`,
        });
      },
      (error) => setSending({ state: "failed", text: failureText(error) }),
    );
  }

  return (
    <section className={styles.sent} aria-label={t`Tickets by email`}>
      {address && (
        <p>
          <Trans>
            Sent to <strong>{address}</strong>
          </Trans>
        </p>
      )}
      {isCorrecting && address ? (
        <Suspense>
          <CorrectAddress
            address={address}
            sending={sending}
            send={send}
            cancel={() => {
              setIsCorrecting(false);
              setSending({ state: "idle" });
            }}
          />
        </Suspense>
      ) : (
        <div className="actions">
          {address && (
            <Button kind="quiet" onClick={() => setIsCorrecting(true)}>
              <Trans>Wrong address?</Trans>
            </Button>
          )}
          <Button kind="quiet" busy={sending.state === "busy"} onClick={() => send()}>
            {address ? <Trans>Send again</Trans> : <Trans>Email the tickets again</Trans>}
          </Button>
        </div>
      )}
      <div role="status">{"text" in sending && <p>{sending.text}</p>}</div>
    </section>
  );
}
