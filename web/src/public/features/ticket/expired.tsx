import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useLocation } from "wouter";
import type { Order } from "#api/types.ts";
import { useHoldAgain } from "#api/use-hold-again.ts";
import { PageHeading } from "#ui/page-heading.tsx";
import { ReleasedNotice } from "#ui/released-notice.tsx";
import { OrderSummary, seatsOf } from "./order-summary.tsx";

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
        <Trans>The payment was not finished in time. You were not charged.</Trans>
      </ReleasedNotice>
    </>
  );
}
