import { Trans } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { useNow } from "#api/config.ts";
import type { Order, OrderTicket } from "#api/types.ts";
import { clockTime, dateText } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import styles from "./refund.module.css";

const RefundDialog = lazy(async () => ({
  default: (await import("./refund-dialog.tsx")).RefundDialog,
}));

type Props = { order: Order; tickets: OrderTicket[] };

/** Offers a refund as long as the cinema's terms allow it. */
export function RefundOffer({ order, tickets }: Props) {
  const [open, setOpen] = useState<boolean | null>(null);
  const now = useNow();
  const until = order.refundable_until;
  if (until === null || !(now < Date.parse(until))) return null;
  const zone = order.show.venue.timezone;
  const [day, time] = [dateText(until, zone), clockTime(until, zone)];
  return (
    <div className={styles.offer}>
      <Button onClick={() => setOpen(true)}>
        <Trans>Cancel and refund</Trans>
      </Button>
      <p>
        <Trans>
          Free of charge until {day}, {time}.
        </Trans>
      </p>
      {open !== null && (
        <Suspense>
          <RefundDialog order={order} tickets={tickets} open={open} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
