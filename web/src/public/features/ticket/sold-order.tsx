import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type ReactNode, useEffect } from "react";
import { useNow } from "#api/config.ts";
import { rememberOrderCustomer } from "#api/saved-customer.ts";
import type { Order, OrderTicket } from "#api/types.ts";
import { registerServiceWorker } from "#lib/service-worker.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { TicketCard } from "./card/ticket-card.tsx";
import { useWakeLock } from "./card/use-wake-lock.ts";
import { OrderHeader } from "./order-header.tsx";
import { hasTickets, type OrderState, orderStateOf } from "./order-state.ts";
import { Receipt } from "./receipt.tsx";
import { RefundOffer } from "./refund/refund-offer.tsx";
import { SentTo } from "./sent-to.tsx";
import { TicketActions } from "./ticket-actions.tsx";
import styles from "./ticket-page.module.css";

/** A paid order: its tickets, a notice about this page, receipt and actions. After the show, the receipt is first. */
export function SoldOrder({ order, children }: { order: Order; children: ReactNode }) {
  const state = orderStateOf(order, useNow());
  const valid = order.tickets.filter((ticket) => ticket.status === "VALID");
  const isUsable = state === "booked" && hasTickets(order);
  const isPast = state === "past";
  const tickets = <Tickets order={order} valid={valid} state={state} />;
  useEffect(registerServiceWorker, []);
  useEffect(() => rememberOrderCustomer(order.secret), [order.secret]);
  useWakeLock(isUsable);
  return (
    <div className={styles.sold}>
      <div className={styles.column}>
        <OrderHeader order={order} state={state} />
        {state === "cancelled" && <ShowCancelled order={order} />}
        {order.status === "NEEDS_ATTENTION" && (
          <Notice tone="warn">
            <Trans>
              We are looking into this booking and will email you. Tickets shown as valid stay valid.
            </Trans>
          </Notice>
        )}
        {isPast ? <Receipt order={order} /> : tickets}
        {children}
        {isPast && <WhatsOn />}
      </div>
      <div className={styles.column}>
        {isUsable && <SentTo secret={order.secret} />}
        {valid.length > 0 && (isUsable || isPast) && <TicketActions order={order} isPast={isPast} />}
        {isPast ? tickets : <Receipt order={order} />}
        {isUsable && <RefundOffer order={order} tickets={valid} />}
        {!isUsable && !isPast && <WhatsOn />}
      </div>
    </div>
  );
}

function WhatsOn() {
  return (
    <div>
      <ButtonLink href="/">{t`What’s on`}</ButtonLink>
    </div>
  );
}

/** The receipt below lists each refund. */
function ShowCancelled({ order }: { order: Order }) {
  return (
    <Notice tone="danger">
      {order.refunds.length > 0 ? (
        <Trans>This show was cancelled. You get your money back the way you paid.</Trans>
      ) : (
        <Trans>This show was cancelled. You get your money back; we will email you.</Trans>
      )}
    </Notice>
  );
}

type TicketsProps = { order: Order; valid: OrderTicket[]; state: OrderState };

/**
 * Valid tickets come first. On a phone, the tickets scroll horizontally. The browser keeps a refunded ticket in
 * view when it moves to the end, so the key makes the list start again.
 */
function Tickets({ order, valid, state }: TicketsProps) {
  const rest = order.tickets.filter((ticket) => ticket.status !== "VALID");
  const tickets = [...valid, ...rest];
  return (
    <ul
      key={valid.length}
      className={styles.tickets}
      aria-label={t`Tickets`}
      tabIndex={tickets.length > 1 ? 0 : undefined}
    >
      {tickets.map((ticket, index) => (
        <TicketCard
          key={ticket.id}
          ticket={ticket}
          order={order}
          place={tickets.length > 1 ? { index: index + 1, of: tickets.length } : null}
          valid={ticket.status === "VALID" && (state === "past" ? "over" : state !== "cancelled")}
        />
      ))}
    </ul>
  );
}
