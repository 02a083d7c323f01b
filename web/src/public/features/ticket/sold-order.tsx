import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { useNow } from "#api/config.ts";
import type { Order, OrderTicket } from "#api/types.ts";
import { keepAppForOffline } from "#lib/offline.ts";
import { Notice } from "#ui/notice.tsx";
import { TicketCard } from "./card/ticket-card.tsx";
import { useAwakeScreen } from "./card/use-awake-screen.ts";
import { OrderHeader } from "./order-header.tsx";
import { Receipt } from "./receipt.tsx";
import { GiveBack } from "./refund/give-back.tsx";
import { hasTickets, standingOf } from "./standing.ts";
import styles from "./ticket-page.module.css";
import { Ways } from "./ways.tsx";

/** A paid order: its tickets, and what can be done with them. */
export function SoldOrder({ order }: { order: Order }) {
  const standing = standingOf(order, useNow());
  const valid = order.tickets.filter((ticket) => ticket.status === "VALID");
  const opensTheDoor = standing === "booked" && hasTickets(order);
  useEffect(keepAppForOffline, []);
  useAwakeScreen(opensTheDoor);
  return (
    <>
      <OrderHeader order={order} standing={standing} />
      {standing === "cancelled" && <CalledOff order={order} />}
      {order.status === "NEEDS_ATTENTION" && (
        <Notice tone="warn">
          <Trans>
            We are looking into this booking and will email you. Tickets shown as valid stay valid.
          </Trans>
        </Notice>
      )}
      <Tickets order={order} valid={valid} standsFor={standing !== "cancelled"} />
      {valid.length > 0 && standing !== "cancelled" && <Ways order={order} />}
      <Receipt order={order} />
      {opensTheDoor && <GiveBack order={order} tickets={valid} />}
    </>
  );
}

/** Refunds, once there are any, are told of one by one below. */
function CalledOff({ order }: { order: Order }) {
  return (
    <Notice tone="danger">
      {order.refunds.length > 0 ? (
        <Trans>This show was cancelled. You get your money back the way you paid.</Trans>
      ) : (
        <Trans>This show was cancelled. You get your money back; we will mail you.</Trans>
      )}
    </Notice>
  );
}

type TicketsProps = { order: Order; valid: OrderTicket[]; standsFor: boolean };

/** Valid ones first, since it is they who are looked for. On a phone they lie side by side. */
function Tickets({ order, valid, standsFor }: TicketsProps) {
  const rest = order.tickets.filter((ticket) => ticket.status !== "VALID");
  const tickets = [...valid, ...rest];
  return (
    <ul className={styles.tickets} aria-label={t`Tickets`} tabIndex={tickets.length > 1 ? 0 : undefined}>
      {tickets.map((ticket, index) => (
        <TicketCard
          key={ticket.id}
          ticket={ticket}
          order={order}
          place={tickets.length > 1 ? { index: index + 1, of: tickets.length } : null}
          valid={standsFor && ticket.status === "VALID"}
        />
      ))}
    </ul>
  );
}
