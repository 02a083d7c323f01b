import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { orderQuery } from "#api/orders.ts";
import { Problem, problemText } from "#api/problem.ts";
import { savedOrder } from "#api/saved-orders.ts";
import type { Order } from "#api/types.ts";
import { ButtonLink } from "#ui/button.tsx";
import { NotFound } from "#ui/not-found.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { hasTickets } from "./order-state.ts";
import { OrderSummary } from "./order-summary.tsx";
import { Paying } from "./payment/paying.tsx";
import { SoldOrder } from "./sold-order.tsx";
import styles from "./ticket-page.module.css";
import { useEndHoldWhenPaid } from "./use-end-hold.ts";

const Expired = lazy(async () => ({ default: (await import("./expired.tsx")).Expired }));

/** The page of an order at its secret address, from the moment of payment. */
export function TicketPage({ secret }: { secret: string }) {
  const { data, error, refetch } = useQuery(orderQuery(secret));
  const online = useOnline();
  const order = data ?? (isGone(error) ? null : savedOrder(secret));
  useEndHoldWhenPaid(order);
  if (order) {
    return (
      <div className={styles.page}>
        <OrderView key={secret} order={order}>
          {!data && !online && <SavedCopyNotice />}
          {!data && online && error && <SavedCopyNotice error={error} retry={refetch} />}
        </OrderView>
      </div>
    );
  }
  if (isGone(error)) {
    return (
      <NotFound title={t`Tickets not found`} isBooking>
        {t`There are no tickets at this address. Check that the link from your email is complete, or have it sent again.`}
      </NotFound>
    );
  }
  return (
    <div className={styles.page}>
      <PageHeading title={t`Your booking`} />
      {error && <NoOrder error={error} retry={refetch} />}
      {!error && (online ? <Waiting /> : <NoSavedCopy />)}
    </div>
  );
}

const isGone = (error: Error | null) => error instanceof Problem && error.status === 404;

/** Valid tickets stay usable, and refunds stay listed, while staff look into the order. */
const isSold = (order: Order): boolean =>
  order.status === "NEEDS_ATTENTION"
    ? hasTickets(order) || order.refunds.length > 0
    : order.status !== "PENDING" && order.status !== "EXPIRED";

/** An order with a notice, which is below the codes of tickets. */
function OrderView({ order, children }: { order: Order; children: ReactNode }) {
  if (isSold(order)) return <SoldOrder order={order}>{children}</SoldOrder>;
  return (
    <>
      {children}
      {order.status === "PENDING" && <Paying order={order} />}
      {order.status === "NEEDS_ATTENTION" && <NeedsAttention order={order} />}
      {order.status === "EXPIRED" && (
        <Suspense>
          <Expired order={order} />
        </Suspense>
      )}
    </>
  );
}

function Waiting() {
  return (
    <p className={styles.waiting}>
      <Trans>Loading your tickets …</Trans>
    </p>
  );
}

function NoSavedCopy() {
  return (
    <div role="status" className={styles.waiting}>
      <Notice tone="warn">
        <Trans>
          You’re offline, and this browser hasn’t seen this booking before. It appears by itself when you’re
          connected.
        </Trans>
      </Notice>
    </div>
  );
}

function NoOrder({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div role="alert">
      <RetryNotice tone="warn" retry={retry}>
        {problemText(error)}
      </RetryNotice>
    </div>
  );
}

/** Reports that this is a saved copy. Its ticket codes are still valid. */
function SavedCopyNotice({ error, retry }: { error?: Error; retry?: () => void }) {
  const text = (
    <>
      {error ? problemText(error) : t`You’re offline.`}{" "}
      <Trans>This is your booking as this browser saw it last. Its codes are still valid at the door.</Trans>
    </>
  );
  return (
    <div role="status">
      {retry ? (
        <RetryNotice tone="warn" retry={retry}>
          {text}
        </RetryNotice>
      ) : (
        <Notice tone="warn">{text}</Notice>
      )}
    </div>
  );
}

function NeedsAttention({ order }: { order: Order }) {
  return (
    <>
      <PageHeading title={t`We are looking into your booking`} />
      <OrderSummary order={order} />
      <Notice tone="warn">
        <Trans>
          Something went wrong with your payment, and the cinema is dealing with it. Don’t pay again; we will
          email you. Your reference is {order.reference}.
        </Trans>
      </Notice>
      <div className="actions">
        <ButtonLink href="/find">{t`My bookings`}</ButtonLink>
        <ButtonLink href="/">{t`What’s on`}</ButtonLink>
      </div>
    </>
  );
}
