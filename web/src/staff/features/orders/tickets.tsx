import { t } from "@lingui/core/macro";
import type { OrderRecord, OrderTicket } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { momentAt } from "#staff/team/times.ts";
import { Badge } from "#staff/ui/badge.tsx";
import { Table } from "#staff/ui/table.tsx";
import styles from "./orders.module.css";
import { ticketState } from "./texts.ts";

/** Each ticket with its seat, its state and whether a door has admitted it; before payment, the lines. */
export function Tickets({ order }: { order: OrderRecord }) {
  const { currency, tickets } = order;
  if (tickets.length === 0) return <Lines order={order} />;
  return (
    <Table<OrderTicket>
      caption={t`Tickets`}
      rows={tickets}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Seat`, cell: ({ seat }) => seat.name },
        { head: t`Status`, cell: (ticket) => <TicketStatus ticket={ticket} order={order} /> },
        { head: t`Ticket`, cell: ({ ticket_type_name }) => ticket_type_name },
        ...(tickets.some(({ short_code }) => short_code !== null)
          ? [
              {
                head: t`Code`,
                cell: ({ short_code }: OrderTicket) => <span className={styles.reference}>{short_code}</span>,
              },
            ]
          : []),
        {
          head: t`Price`,
          end: true,
          cell: ({ price }) => <span className={styles.amount}>{formatMoney(price, currency)}</span>,
        },
      ]}
    />
  );
}

function TicketStatus({ ticket, order }: { ticket: OrderTicket; order: OrderRecord }) {
  const { text, tone } = ticketState(ticket);
  const zone = order.show.venue.timezone;
  const admitted = ticket.admitted_at && momentAt(ticket.admitted_at, zone);
  const ended = ticket.voided_at && momentAt(ticket.voided_at, zone);
  const door = ticket.door;
  return (
    <>
      <Badge tone={tone}>{text}</Badge>{" "}
      <span className={styles.muted}>
        {ended ?? (admitted ? t`${admitted} at ${door}` : "")}
        {ended && admitted && ` · ${t`admitted ${admitted}`}`}
      </span>
    </>
  );
}

function Lines({ order: { lines, currency } }: { order: OrderRecord }) {
  return (
    <Table<OrderRecord["lines"][number]>
      caption={t`What was chosen`}
      rows={lines}
      keyOf={(line) => `${line.kind} ${line.seat?.id ?? line.name}`}
      columns={[
        { head: t`Seat`, cell: ({ seat, name }) => seat?.name ?? name },
        { head: t`Ticket`, cell: ({ name }) => name },
        {
          head: t`Price`,
          end: true,
          cell: ({ gross }) => <span className={styles.amount}>{formatMoney(gross, currency)}</span>,
        },
      ]}
    />
  );
}
