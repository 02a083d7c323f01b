import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useLocation } from "wouter";
import { useTakeAgain } from "#api/take-again.ts";
import type { Order } from "#api/types.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { OrderSummary, seatsOf } from "./order-summary.tsx";

/** The payment never came: nothing is owed, and the same seats may still be free. */
export function Expired({ order }: { order: Order }) {
  const [, navigate] = useLocation();
  const { id } = order.show;
  const { busy, refusal, again } = useTakeAgain(id, seatsOf(order), () => navigate("/checkout"));
  return (
    <>
      <PageHeading title={t`Your seats were released`} />
      <OrderSummary order={order} />
      <div role="alert">
        <Notice
          tone="warn"
          actions={
            <>
              <Button kind="primary" busy={busy} onClick={again}>
                {refusal?.label || t`Try the same seats`}
              </Button>
              <ButtonLink href={`/show/${id}`}>{t`Choose again`}</ButtonLink>
            </>
          }
        >
          {refusal?.text ?? <Trans>The payment was not finished in time. You were not charged.</Trans>}
        </Notice>
      </div>
    </>
  );
}
