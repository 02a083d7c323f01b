import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { declineReason } from "#api/decline-reason.ts";
import { useHold, useHoldActions } from "#api/hold.ts";
import { orderQuery } from "#api/orders.ts";
import { paymentQuery } from "#api/payment.ts";
import { sentTo } from "#api/sent-to.ts";
import type { Order } from "#api/types.ts";
import { onServerClock } from "#lib/clock.ts";
import { clockTime } from "#lib/time.ts";
import { BusyBar } from "#ui/busy-bar.tsx";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { useOnline } from "#ui/use-online.ts";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";
import { OrderSummary } from "../order-summary.tsx";
import styles from "../ticket-page.module.css";
import { type PaymentStep, paymentStep } from "./payment-step.ts";

const DemoBank = lazy(async () => ({ default: (await import("./demo-bank.tsx")).DemoBank }));
const StripeStep = lazy(async () => ({ default: (await import("./stripe-step.tsx")).StripeStep }));

const OVERDUE_AFTER = 60_000;

const TITLES: Record<PaymentStep["kind"], MessageDescriptor> = {
  processing: msg`Paying …`,
  overdue: msg`Still waiting for your bank`,
  "demo-bank": msg`Your bank’s check`,
  stripe: msg`Your bank’s check`,
  declined: msg`Payment declined`,
  "not-processed": msg`Payment not completed`,
  expired: msg`Paying …`,
  booked: msg`Paying …`,
};

/** A pending order. Polls the payment until it is decided. A reload shows the same step. */
export function Paying({ order }: { order: Order }) {
  const payment = useQuery(paymentQuery(order.secret));
  const { data } = payment;
  const [overdueAt] = useState(() => performance.now() + OVERDUE_AFTER);
  const online = useOnline();
  const step = paymentStep(data, useSecondsLeft(overdueAt) > 0);
  useRefreshWhenDecided(order.secret, data?.status);
  return (
    <>
      <PageHeading title={i18n._(TITLES[step.kind])} />
      <OrderSummary order={order} />
      <div role="status" className={styles.step}>
        {online ? <Step step={step} order={order} /> : <Offline />}
      </div>
      {step.kind === "overdue" && <LastCheck {...payment} />}
    </>
  );
}

function Offline() {
  return (
    <Notice tone="warn">
      <Trans>
        You’re offline. Don’t pay again: this page goes on when you’re connected, and we email you your
        tickets in any case once they are paid.
      </Trans>
    </Notice>
  );
}

/** Reloads the order and the hold once the payment is decided. */
function useRefreshWhenDecided(secret: string, status: string | undefined): void {
  const cache = useQueryClient();
  const { refresh } = useHoldActions();

  useEffect(() => {
    if (status === undefined || status === "PENDING") return;
    void cache.invalidateQueries({ queryKey: orderQuery(secret).queryKey });
    void refresh();
  }, [cache, refresh, secret, status]);
}

function Step({ step, order }: { step: PaymentStep; order: Order }): ReactNode {
  switch (step.kind) {
    case "demo-bank":
      return (
        <Suspense fallback={<OpeningBankCheck />}>
          <DemoBank secret={order.secret} />
        </Suspense>
      );
    case "stripe":
      return (
        <Suspense fallback={<OpeningBankCheck />}>
          <StripeStep secret={order.secret} clientSecret={step.clientSecret} />
        </Suspense>
      );
    case "declined":
      return <DeclinedNotice code={step.code} retryLabel={t`Try another card`} />;
    case "not-processed":
      return <DeclinedNotice code={step.code} retryLabel={t`Try again`} />;
    case "overdue":
      return (
        <Notice tone="warn">
          <Overdue order={order} />
        </Notice>
      );
    default:
      return (
        <p className={styles.processing}>
          <BusyBar />
          <Trans>We are waiting for your bank. Your seats are kept meanwhile.</Trans>
        </p>
      );
  }
}

function Overdue({ order: { secret, reference } }: { order: Order }) {
  const address = sentTo(secret);
  return address ? (
    <Trans>
      There is no answer from your bank yet. Don’t pay again; we will email {address}. Your reference is{" "}
      {reference}.
    </Trans>
  ) : (
    <Trans>
      There is no answer from your bank yet. Don’t pay again; we will email you. Your reference is {reference}
      .
    </Trans>
  );
}

type LastCheckProps = { dataUpdatedAt: number; isFetching: boolean; refetch: () => void };

/** Outside the live region, which would announce each check. */
function LastCheck({ dataUpdatedAt, isFetching, refetch }: LastCheckProps) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = clockTime(onServerClock(dataUpdatedAt), here);
  return (
    <>
      {dataUpdatedAt > 0 && (
        <p>
          <Trans>Last checked at {time}.</Trans>
        </p>
      )}
      <div className="actions">
        <Button busy={isFetching} onClick={() => refetch()}>
          <Trans>Check again</Trans>
        </Button>
        <ButtonLink href="/find">{t`My bookings`}</ButtonLink>
      </div>
    </>
  );
}

function OpeningBankCheck() {
  return (
    <p>
      <Trans>Opening your bank’s check …</Trans>
    </p>
  );
}

/** Links back to the checkout once the seats are held and no payment is pending. */
function DeclinedNotice({ code, retryLabel }: { code: string | null; retryLabel: string }) {
  const state = useHold();
  const held = state.kind === "held" && state.hold.order === null ? state.hold : null;
  const lost = state.kind === "none" || state.kind === "expired";
  const actions = (
    <>
      {held && (
        <ButtonLink kind="primary" href="/checkout">
          {retryLabel}
        </ButtonLink>
      )}
      {lost && <ButtonLink href="/">{t`What’s on`}</ButtonLink>}
    </>
  );
  return (
    <Notice tone="danger" actions={actions}>
      {declineReason(code)} <Trans>You were not charged.</Trans>{" "}
      {held && (
        <span data-held>
          <Trans>
            Your seats are still held for <Countdown deadline={held.deadline} />.
          </Trans>
        </span>
      )}
    </Notice>
  );
}
