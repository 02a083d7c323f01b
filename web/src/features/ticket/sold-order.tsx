import { Plural } from "@lingui/react/macro";
import type { Order, Refund } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { FileLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { GiveBack } from "./give-back.tsx";
import { TicketCard } from "./ticket-card.tsx";
import styles from "./ticket-page.module.css";

/** A paid order: its tickets, and what can be done with them. */
export function SoldOrder({ order }: { order: Order }) {
  const { show, tickets } = order;
  const valid = tickets.filter((ticket) => ticket.status === "VALID");
  return (
    <>
      <Header order={order} />
      {show.status === "CANCELLED" && <Notice tone="warn">This show was cancelled.</Notice>}
      <ul className={styles.tickets} aria-label="Tickets">
        {tickets.map((ticket) => (
          <TicketCard key={ticket.id} ticket={ticket} hall={show.hall.name} currency={order.currency} />
        ))}
      </ul>
      {valid.length > 0 && <Files secret={order.secret} />}
      <Facts order={order} />
      <Refunds refunds={order.refunds} currency={order.currency} />
      {valid.length > 0 && <GiveBack order={order} tickets={valid} />}
    </>
  );
}

function Header({ order }: { order: Order }) {
  const { show } = order;
  const zone = show.venue.timezone;
  const givenBack = order.status === "REFUNDED";
  return (
    <header className={styles.header}>
      <p className={styles.booked} data-void={givenBack || undefined}>
        {givenBack ? "Given back" : "Booked"}
      </p>
      <PageHeading title={`Your tickets for ${show.movie.title}`}>{show.movie.title}</PageHeading>
      <p className={styles.when}>
        <time dateTime={show.starts_at}>
          {longDate(show.starts_at, zone)}, <strong>{clockTime(show.starts_at, zone)}</strong>
        </time>
      </p>
      <p>
        {show.venue.name}, {show.venue.address}
      </p>
    </header>
  );
}

function Files({ secret }: { secret: string }) {
  return (
    <div className={styles.ways}>
      <FileLink href={`/api/orders/${secret}/tickets.pdf`}>Tickets as PDF</FileLink>
      <FileLink href={`/api/orders/${secret}/calendar.ics`}>Add to calendar</FileLink>
    </div>
  );
}

function Facts({ order }: { order: Order }) {
  const { receipt } = order;
  return (
    <div>
      <dl className={styles.order}>
        <div>
          <dt>Reference</dt>
          <dd className={styles.reference}>{order.reference}</dd>
        </div>
        <div>
          <dt>
            <Plural value={order.tickets.length} one="# ticket" other="# tickets" />
          </dt>
          <dd>{formatMoney(order.total, order.currency)}</dd>
        </div>
      </dl>
      {receipt && (
        <p className={styles.receipt}>
          Receipt {receipt.number} · {receipt.seller_name}
          {receipt.seller_tax_number && ` · ${receipt.seller_tax_number}`}
        </p>
      )}
    </div>
  );
}

const REFUND: Record<Refund["status"], string> = {
  QUEUED: "are on their way back to you.",
  DONE: "were paid back to you.",
  REFUSED: "could not be paid back yet. We are looking into it.",
};

function Refunds({ refunds, currency }: { refunds: Refund[]; currency: string }) {
  if (refunds.length === 0) return null;
  return (
    <ul role="status">
      {refunds.map(({ amount, status }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: refunds have no name of their own, and none goes away
        <li key={index}>
          {formatMoney(amount, currency)} {REFUND[status]}
        </li>
      ))}
    </ul>
  );
}
