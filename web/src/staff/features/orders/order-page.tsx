import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { orderQuery } from "#api/staff/orders.ts";
import type { OrderRecord } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { codeInGroups } from "#lib/names.ts";
import { momentAt, zoneNote } from "#staff/team/times.ts";
import { Badge } from "#staff/ui/badge.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { AttentionPanel } from "./attention-panel.tsx";
import { CustomerCard } from "./customer-card.tsx";
import { Emails, History } from "./happenings.tsx";
import { Money } from "./money.tsx";
import { OrderActions } from "./order-actions.tsx";
import styles from "./order-page.module.css";
import { orderState, seatList, seatsToShow } from "./texts.ts";
import { Tickets } from "./tickets.tsx";

/** Everything about an order: its state and what to do first, then tickets, money, emails and history. */
export function OrderPage({ reference }: { reference: string }) {
  const query = useQuery(orderQuery(reference));
  const order = query.data;
  const state = order && orderState(order);
  return (
    <StaffPage
      title={codeInGroups(order?.reference ?? reference)}
      parent={{ path: "/orders", name: t`Orders` }}
      beside={
        order &&
        state && (
          <>
            <Badge tone={state.tone}>{state.text}</Badge>
            <strong>{formatMoney(order.total, order.currency)}</strong>
          </>
        )
      }
      actions={order && <OrderActions order={order} />}
    >
      <Loaded query={query}>{(found) => <Content order={found} />}</Loaded>
    </StaffPage>
  );
}

function Content({ order }: { order: OrderRecord }) {
  const note = zoneNote(order.show.venue.timezone);
  return (
    <>
      {order.needs_attention && <AttentionPanel order={order} />}
      <div className={styles.columns}>
        <CustomerCard order={order} />
        <ShowCard order={order} />
        <div className={styles.main}>
          <Section title={t`Tickets`}>
            <Tickets order={order} />
          </Section>
          <Section title={t`Money`}>
            <Money order={order} />
          </Section>
          <Section title={t`Emails`}>
            <Emails order={order} />
          </Section>
          <Section title={t`History`}>
            <History order={order} />
          </Section>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        <ReceiptCard order={order} />
      </div>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function ShowCard({ order }: { order: OrderRecord }) {
  const { show } = order;
  const { venue, hall } = show;
  return (
    <section className={styles.card} aria-label={t`Show`}>
      <h2>{t`Show`}</h2>
      <p>
        <strong>{show.title}</strong>
        <br />
        {momentAt(show.starts_at, venue.timezone)}
        <br />
        {hall.name}, {venue.name}
        <br />
        {seatList(seatsToShow(order))}
      </p>
      <p>
        <Link href={`/shows/${show.id}/attendees`}>{t`Who comes to this show`}</Link>
      </p>
    </section>
  );
}

function ReceiptCard({ order }: { order: OrderRecord }) {
  const { receipt, created_at, show } = order;
  const booked = momentAt(created_at, show.venue.timezone);
  return (
    <section className={styles.card} aria-label={t`Booking`}>
      <h2>{t`Booking`}</h2>
      <p>
        {t`Booked ${booked}`}
        {receipt && (
          <>
            <br />
            {t`Receipt ${receipt.number}`}
            <br />
            {receipt.seller_name}
          </>
        )}
      </p>
    </section>
  );
}
