import { useState } from "react";
import { useLocation } from "wouter";
import { useHoldActions } from "#api/hold.ts";
import { refusalOf } from "#api/refusal.ts";
import type { Order } from "#api/types.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { OrderSummary, seatsOf } from "./order-summary.tsx";

/** The payment never came: nothing is owed, and the same seats may still be free. */
export function Expired({ order }: { order: Order }) {
  const [, navigate] = useLocation();
  const { take } = useHoldActions();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const seats = seatsOf(order);

  async function again() {
    setBusy(true);
    try {
      const ids = seats.map((seat) => seat.id);
      await take(order.show.id, ids);
      navigate("/checkout");
    } catch (error) {
      setFailure(refusalOf(error, seats).text);
      setBusy(false);
    }
  }

  return (
    <>
      <PageHeading title="Your seats were released" />
      <OrderSummary order={order} />
      <div role="alert">
        <Notice
          tone="warn"
          actions={
            <>
              <Button kind="primary" busy={busy} onClick={again}>
                Try the same seats
              </Button>
              <ButtonLink href={`/show/${order.show.id}`}>Choose again</ButtonLink>
            </>
          }
        >
          {failure ?? "The payment was not finished in time. You were not charged."}
        </Notice>
      </div>
    </>
  );
}
