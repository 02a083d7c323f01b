import { type KeptOrder, keptOrder } from "#api/orders.ts";
import type { Ticket } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import { counted } from "#lib/names.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./ticket-page.module.css";

export function TicketPage({ secret }: { secret: string }) {
  const kept = keptOrder(secret);
  return kept ? <Order kept={kept} /> : <Unknown />;
}

function Unknown() {
  return (
    <div className={styles.page}>
      <PageHeading title="Tickets not found" />
      <Notice tone="warn" actions={<ButtonLink href="/">What’s on</ButtonLink>}>
        This browser doesn’t know these tickets. Open the page where you booked them, or ask at the box office
        with your reference.
      </Notice>
    </div>
  );
}

function Order({ kept }: { kept: KeptOrder }) {
  const { order, show, tickets } = kept;
  const zone = show.venue.timezone;
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <p className={styles.booked}>Booked</p>
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
      <dl className={styles.order}>
        <div>
          <dt>Reference</dt>
          <dd className={styles.reference}>{order.reference}</dd>
        </div>
        <div>
          <dt>{counted(tickets.length, "ticket")}</dt>
          <dd>{formatMoney(order.total, order.currency)}</dd>
        </div>
      </dl>
      <ul className={styles.tickets} aria-label="Tickets">
        {tickets.map((ticket) => (
          <TicketCard key={ticket.seat_id} ticket={ticket} hall={show.hall.name} currency={order.currency} />
        ))}
      </ul>
    </div>
  );
}

type CardProps = { ticket: Ticket; hall: string; currency: string };

function TicketCard({ ticket, hall, currency }: CardProps) {
  return (
    <li className={styles.ticket}>
      <dl className={styles.place}>
        <div>
          <dt>Hall</dt>
          <dd>{hall}</dd>
        </div>
        <div>
          <dt>Row</dt>
          <dd>{ticket.row}</dd>
        </div>
        <div>
          <dt>Seat</dt>
          <dd>{ticket.number}</dd>
        </div>
      </dl>
      <p className={styles.code}>
        <span className={styles.codeName}>Code at the door</span>
        <span className={styles.codeText}>{ticket.code}</span>
      </p>
      <p className={styles.kind}>
        {ticket.ticket_type_name} · {formatMoney(ticket.price, currency)}
      </p>
    </li>
  );
}
