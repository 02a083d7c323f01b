import { t } from "@lingui/core/macro";
import type { OrderEmail, OrderEvent, OrderRecord } from "#api/staff/types.ts";
import { momentAt } from "#staff/team/times.ts";
import { Badge } from "#staff/ui/badge.tsx";
import { Table } from "#staff/ui/table.tsx";
import { actorText, eventText } from "./event-sentences.ts";
import styles from "./orders.module.css";
import { emailName, emailState } from "./texts.ts";

/** Each email, the newest first, and whether the mail server accepted it. */
export function Emails({ order: { emails, show, sends_email } }: { order: OrderRecord }) {
  if (emails.length === 0) return <p>{t`No email was written.`}</p>;
  return (
    <Table<[number, OrderEmail]>
      caption={t`Emails to the customer`}
      rows={[...emails.entries()].reverse()}
      keyOf={([index]) => index}
      columns={[
        { head: t`Email`, cell: ([, email]) => emailName(email) },
        { head: t`To`, cell: ([, { recipient }]) => recipient || t`a former address` },
        {
          head: t`Status`,
          cell: ([, email]) => {
            const { text, tone } = emailState(email, sends_email);
            return <Badge tone={tone}>{text}</Badge>;
          },
        },
        {
          head: t`When`,
          cell: ([, { sent_at, created_at }]) => momentAt(sent_at ?? created_at, show.venue.timezone),
        },
        ...(emails.some(({ error }) => error !== "")
          ? [{ head: t`Error of the mail server`, cell: ([, { error }]: [number, OrderEmail]) => error }]
          : []),
      ]}
    />
  );
}

/** What happened, the newest first. */
export function History({ order }: { order: OrderRecord }) {
  return (
    <ol className={styles.history} reversed>
      {[...order.events.entries()].reverse().map(([index, event]) => (
        <Happening key={index} event={event} order={order} />
      ))}
    </ol>
  );
}

function Happening({ event, order }: { event: OrderEvent; order: OrderRecord }) {
  return (
    <li>
      <time dateTime={event.at}>{momentAt(event.at, order.show.venue.timezone)}</time>
      <span>{eventText(event, order)}</span>
      <span className={styles.muted}>{actorText(event)}</span>
    </li>
  );
}
