import { lazy, Suspense } from "react";
import type { OrderTicket } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import { codeInGroups } from "#lib/names.ts";
import styles from "./ticket-card.module.css";

const Qr = lazy(async () => ({ default: (await import("./qr.tsx")).Qr }));

type Props = { ticket: OrderTicket; hall: string; currency: string };

/** What one person shows at the door. */
export function TicketCard({ ticket, hall, currency }: Props) {
  const valid = ticket.status === "VALID";
  return (
    <li className={styles.ticket} data-valid={valid}>
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
      <p className={styles.kind}>
        {ticket.ticket_type_name && `${ticket.ticket_type_name} · `}
        {formatMoney(ticket.price, currency)}
      </p>
      {valid ? <Codes ticket={ticket} /> : <p className={styles.void}>Given back: not valid any more</p>}
    </li>
  );
}

function Codes({ ticket }: { ticket: OrderTicket }) {
  return (
    <div className={styles.codes}>
      <div className={styles.qrPlace}>
        <Suspense>
          <Qr code={ticket.code} label={`QR code for row ${ticket.row} seat ${ticket.number}`} />
        </Suspense>
      </div>
      <p className={styles.code}>
        <span className={styles.codeName}>Code at the door</span>
        <span className={styles.codeText}>{codeInGroups(ticket.short_code)}</span>
      </p>
    </div>
  );
}
