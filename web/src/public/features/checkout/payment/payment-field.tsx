import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, type Ref, Suspense } from "react";
import { configQuery } from "#api/config.ts";
import { problemText } from "#api/problem.ts";
import { RetryNotice } from "#ui/retry-notice.tsx";
import styles from "../checkout-form.module.css";
import type { PaymentMethod } from "./payment-method.ts";

const DemoCard = lazy(async () => ({ default: (await import("./demo-card.tsx")).DemoCard }));
const StripeField = lazy(async () => ({ default: (await import("./stripe-field.tsx")).StripeField }));

/** `amount` is the total in the provider's smallest unit; null if the provider has no amount for a price. */
type Props = { amount: number | null; currency: string; rejected: boolean; ref: Ref<PaymentMethod> };

/** The payment form of the configured provider. */
export function PaymentField({ amount, currency, rejected, ref }: Props) {
  const { data, error, refetch } = useQuery(configQuery);
  const waiting = (
    <p className={styles.waiting}>
      <Trans>Preparing the payment …</Trans>
    </p>
  );
  if (error) {
    return <RetryNotice retry={refetch}>{problemText(error)}</RetryNotice>;
  }
  if (!data) return waiting;
  return (
    <Suspense fallback={waiting}>
      {data.payment_provider === "demo" ? (
        <DemoCard rejected={rejected} ref={ref} />
      ) : (
        <StripeField
          publishableKey={data.stripe_publishable_key ?? ""}
          amount={amount}
          currency={currency}
          ref={ref}
        />
      )}
    </Suspense>
  );
}
