import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { OrderEmail, OrderEvent, OrderRecord } from "#api/staff/types.ts";
import { may } from "#staff/team/access.ts";
import { machineTime } from "#staff/team/local-time.ts";
import { momentAt } from "#staff/team/times.ts";
import { useAllowed } from "#staff/team/use-team.ts";
import { Badge } from "#staff/ui/badge.tsx";
import { Table } from "#staff/ui/table.tsx";
import { Notice } from "#ui/notice.tsx";
import { actorText, eventText } from "./event-sentences.ts";
import styles from "./orders.module.css";
import { emailName, emailState } from "./texts.ts";

/** Each email, the newest first, and whether the mail server accepted it. */
export function Emails({ order }: { order: OrderRecord }) {
  const { emails, show, sends_email } = order;
  if (emails.length === 0) return <p>{t`No email was written.`}</p>;
  return (
    <>
      <NotSent order={order} />
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
    </>
  );
}

/** What to do about emails that did not leave the site. */
function NotSent({ order: { emails, show, sends_email, can } }: { order: OrderRecord }) {
  const maySetUp = may(useAllowed(), "manage-venue", show.venue.id);
  if (sends_email) {
    if (!emails.some(({ status }) => status === "NOT_SENT")) return null;
    return (
      <Notice>
        {t`The site had no mail server then. Now it has one.`}
        {can.resend && ` ${t`Send the tickets again.`}`}
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      actions={maySetUp && <Link href="/settings/email">{t`How to set up the mail server`}</Link>}
    >
      {[
        t`The site has no mail server, so no email reaches the customer.`,
        can.print && t`Print the tickets or read out the codes.`,
        !maySetUp && t`A manager of the cinema sees in the settings how to set it up.`,
      ]
        .filter(Boolean)
        .join(" ")}
    </Notice>
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

/** The status of the email about an event. */
function EmailOf({
  email,
  order: { sends_email },
}: {
  email: NonNullable<OrderEvent["email"]>;
  order: OrderRecord;
}) {
  const { text } = emailState(email, sends_email);
  return (
    <>
      <br />
      <span className={styles.muted}>{t`Email: ${text}`}</span>
    </>
  );
}

function Happening({ event, order }: { event: OrderEvent; order: OrderRecord }) {
  return (
    <li>
      <time dateTime={machineTime(event.at)}>{momentAt(event.at, order.show.venue.timezone)}</time>
      <span>
        {eventText(event, order)}
        {event.email && <EmailOf email={event.email} order={order} />}
      </span>
      <span className={styles.muted}>{actorText(event)}</span>
    </li>
  );
}
