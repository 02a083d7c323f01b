import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { declineText } from "#api/decline.ts";
import { useHold, useHoldActions } from "#api/hold.ts";
import { orderQuery } from "#api/orders.ts";
import { paymentQuery } from "#api/payment.ts";
import type { Order } from "#api/types.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";
import { DemoBank } from "./demo-bank.tsx";
import { OrderSummary } from "./order-summary.tsx";
import { type PaymentStep, paymentStep } from "./payment-step.ts";
import styles from "./ticket-page.module.css";

const StripeStep = lazy(async () => ({ default: (await import("./stripe-step.tsx")).StripeStep }));

const PATIENCE = 60_000;

const TITLES: Record<PaymentStep["kind"], string> = {
  processing: "Paying …",
  overdue: "Still waiting for your bank",
  "demo-bank": "Your bank asks",
  stripe: "Your bank asks",
  declined: "Payment declined",
  expired: "Paying …",
  booked: "Paying …",
};

/** An order that is being paid for, until it isn't; a reload finds the same place. */
export function Paying({ order }: { order: Order }) {
  const { data } = useQuery(paymentQuery(order.secret));
  const [giveUpAt] = useState(() => performance.now() + PATIENCE);
  const step = paymentStep(data, useSecondsLeft(giveUpAt) > 0);
  useWhatCameOfIt(order.secret, data?.status);
  return (
    <>
      <PageHeading title={TITLES[step.kind]} />
      <OrderSummary order={order} />
      <div role="status" className={styles.step}>
        <Step step={step} order={order} />
      </div>
    </>
  );
}

/** What has been decided changes the order and the hold: both are asked for again. */
function useWhatCameOfIt(secret: string, status: string | undefined): void {
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
      return <DemoBank secret={order.secret} />;
    case "stripe":
      return (
        <Suspense fallback={<p>Opening your bank’s check …</p>}>
          <StripeStep secret={order.secret} clientSecret={step.clientSecret} />
        </Suspense>
      );
    case "declined":
      return <DeclinedNotice code={step.code} />;
    case "overdue":
      return (
        <Notice tone="warn">
          {`There is no answer from your bank yet. Don’t pay again; we will mail you. Your reference is ${order.reference}.`}
        </Notice>
      );
    default:
      return (
        <p className={styles.processing}>We are waiting for your bank. Your seats are kept meanwhile.</p>
      );
  }
}

function DeclinedNotice({ code }: { code: string | null }) {
  const state = useHold();
  const held = state.kind === "held" ? state.hold : null;
  const way = held ? (
    <ButtonLink kind="primary" href="/checkout">
      Try another card
    </ButtonLink>
  ) : (
    <ButtonLink href="/">What’s on</ButtonLink>
  );
  return (
    <Notice tone="danger" actions={way}>
      {declineText(code)} You were not charged.
      {held && (
        <>
          {" "}
          Your seats are still held for <Countdown deadline={held.deadline} />.
        </>
      )}
    </Notice>
  );
}
