import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useLocation } from "wouter";
import type { Order } from "#api/types.ts";
import { useHoldAgain } from "#api/use-hold-again.ts";
import { isNothing } from "#lib/money.ts";
import { PageHeading } from "#ui/page-heading.tsx";
import { ReleasedNotice } from "#ui/released-notice.tsx";
import { OrderSummary, seatsOf } from "./order-summary.tsx";
import { Refunds } from "./receipt.tsx";

/** The payment was not finished in time. One tap holds the same seats again. */
export function Expired({ order }: { order: Order }) {
  const [, navigate] = useLocation();
  const { id } = order.show;
  const holdAgain = useHoldAgain(id, seatsOf(order), () => navigate("/checkout"));
  return (
    <>
      <PageHeading title={t`Your seats were released`} />
      <OrderSummary order={order} />
      <ReleasedNotice showId={id} {...holdAgain}>
        <Trans>The payment was not finished in time.</Trans>{" "}
        {order.refunds.length === 0 && isNothing(order.owed) && <Trans>You were not charged.</Trans>}
      </ReleasedNotice>
      <Refunds refunds={order.refunds} currency={order.currency} />
    </>
  );
}
