import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import type { Order, OrderTicket } from "#api/types.ts";
import { entranceText } from "#lib/entrance.ts";
import { formatMoney } from "#lib/money.ts";
import { codeInGroups } from "#lib/names.ts";
import { screeningText } from "#lib/screening.ts";
import { clockTime, dateText } from "#lib/time.ts";
import { placeOf } from "../order-header.tsx";
import styles from "./ticket-card.module.css";

const Qr = lazy(async () => ({ default: (await import("./qr.tsx")).Qr }));

type Props = {
  ticket: OrderTicket;
  order: Order;
  /** Position among several tickets; null for a single ticket. */
  place: { index: number; of: number } | null;
  /** "over" for a valid ticket of a show that is over: nobody asks for its codes. */
  valid: boolean | "over";
};

/** One ticket, as shown at the door. When printed, each ticket also has the film and the time. */
export function TicketCard({ ticket, order, place, valid }: Props) {
  const price = formatMoney(ticket.price, order.currency);
  return (
    <li className={styles.ticket} data-valid={valid}>
      <OnPaper order={order} />
      <dl className={styles.place}>
        <div>
          <dt>
            <Trans>Hall</Trans>
          </dt>
          <dd>{order.show.hall.name}</dd>
        </div>
        <div>
          <dt>
            <Trans>Row</Trans>
          </dt>
          <dd>{ticket.row}</dd>
        </div>
        <div>
          <dt>
            <Trans>Seat</Trans>
          </dt>
          <dd>{ticket.number}</dd>
        </div>
      </dl>
      <p className={styles.kind}>
        <span>{[ticket.ticket_type_name, entranceText(ticket), price].filter(Boolean).join(" · ")}</span>
        {place && <Counted {...place} />}
      </p>
      {valid === true && <Codes ticket={ticket} />}
      {valid === false && <NotValid ticket={ticket} />}
    </li>
  );
}

function Counted({ index, of }: { index: number; of: number }) {
  return (
    <span>
      <Trans>
        {index} of {of}
      </Trans>
    </span>
  );
}

function NotValid({ ticket }: { ticket: OrderTicket }) {
  return (
    <p className={styles.void}>
      {ticket.status === "VALID" ? (
        <Trans>Not valid: the show was cancelled</Trans>
      ) : (
        <Trans>Cancelled: no longer valid</Trans>
      )}
    </p>
  );
}

function OnPaper({ order }: { order: Order }) {
  const { show } = order;
  const zone = show.venue.timezone;
  return (
    <div className={styles.onPaper} aria-hidden="true">
      <strong>{show.movie.title}</strong>
      <span>
        {dateText(show.starts_at, zone)}, {clockTime(show.starts_at, zone)} · {placeOf(order)}
      </span>
      <span>
        {screeningText(show)} · {order.reference}
      </span>
    </div>
  );
}

function Codes({ ticket }: { ticket: OrderTicket }) {
  const { row, number } = ticket;
  return (
    <div className={styles.codes}>
      <div className={styles.qrPlace}>
        <Suspense>
          <Qr code={ticket.code} label={t`QR code for row ${row} seat ${number}`} />
        </Suspense>
      </div>
      <p className={styles.code}>
        <span className={styles.codeName}>
          <Trans>Code at the door</Trans>
        </span>
        <span className={styles.codeText}>{codeInGroups(ticket.short_code)}</span>
      </p>
    </div>
  );
}
