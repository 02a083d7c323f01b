import { useQuery } from "@tanstack/react-query";
import { keptOrder, orderQuery } from "#api/orders.ts";
import { Problem, problemText } from "#api/problem.ts";
import type { Order } from "#api/types.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { Expired } from "./expired.tsx";
import { Paying } from "./paying.tsx";
import { SoldOrder } from "./sold-order.tsx";
import styles from "./ticket-page.module.css";
import { useHoldOver } from "./use-hold-over.ts";

/** An order by its secret link, from the moment that Pay was pressed. */
export function TicketPage({ secret }: { secret: string }) {
  const { data, error, refetch } = useQuery(orderQuery(secret));
  const order = data ?? (isGone(error) ? null : keptOrder(secret));
  useHoldOver(order);
  return (
    <div className={styles.page}>
      {order && error && <Outdated error={error} retry={refetch} />}
      {order && <OrderAsItStands key={secret} order={order} />}
      {!order && error && <NoOrder error={error} retry={refetch} />}
      {!order && !error && <Waiting />}
    </div>
  );
}

const isGone = (error: Error | null) => error instanceof Problem && error.status === 404;

function OrderAsItStands({ order }: { order: Order }) {
  switch (order.status) {
    case "PENDING":
      return <Paying order={order} />;
    case "EXPIRED":
      return <Expired order={order} />;
    case "NEEDS_ATTENTION":
      return <InOurHands order={order} />;
    default:
      return <SoldOrder order={order} />;
  }
}

function Waiting() {
  return (
    <>
      <PageHeading title="Your booking" />
      <p className={styles.waiting}>Fetching your tickets …</p>
    </>
  );
}

function NoOrder({ error, retry }: { error: Error; retry: () => void }) {
  const gone = isGone(error);
  return (
    <>
      <PageHeading title={gone ? "Tickets not found" : "Your booking"} />
      <div role="alert">
        <Notice
          tone="warn"
          actions={
            gone ? <ButtonLink href="/">What’s on</ButtonLink> : <Button onClick={retry}>Retry</Button>
          }
        >
          {gone
            ? "There are no tickets at this address. Check that the link from your mail is complete, or ask at the box office with your reference."
            : problemText(error)}
        </Notice>
      </div>
    </>
  );
}

/** The copy kept in this browser still opens the door. */
function Outdated({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div role="status">
      <Notice tone="warn" actions={<Button onClick={retry}>Retry</Button>}>
        {`${problemText(error)} This is your booking as this browser saw it last.`}
      </Notice>
    </div>
  );
}

function InOurHands({ order }: { order: Order }) {
  return (
    <>
      <PageHeading title="We are looking into your booking" />
      <Notice tone="warn">
        Something went wrong with your payment, and somebody here is dealing with it. Don’t pay again; we will
        mail you. Your reference is {order.reference}.
      </Notice>
    </>
  );
}
