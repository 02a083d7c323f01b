import { useQuery } from "@tanstack/react-query";
import { useHold, useHoldActions } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { problemText } from "#api/problem.ts";
import type { HallLayout } from "#api/types.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { CheckoutForm, type Reached } from "./checkout-form.tsx";
import styles from "./checkout-page.module.css";

export function CheckoutPage() {
  const hold = useHold();
  const { refresh } = useHoldActions();
  return (
    <div className={styles.page}>
      <PageHeading title="Checkout" />
      {hold.kind === "unknown" && <p className={styles.waiting}>Looking up your seats …</p>}
      {hold.kind === "unreachable" && <Unreachable error={hold.error} retry={refresh} />}
      {hold.kind === "none" && <NoSeats />}
      {(hold.kind === "held" || hold.kind === "expired") && <WithShow reached={hold} />}
    </div>
  );
}

function NoSeats() {
  return (
    <Notice actions={<ButtonLink href="/">What’s on</ButtonLink>}>
      You hold no seats at the moment. Choose a show to begin.
    </Notice>
  );
}

function WithShow({ reached }: { reached: Reached }) {
  const showId = reached.kind === "held" ? reached.hold.showId : reached.showId;
  const { data, error, refetch } = useQuery(layoutQuery(showId));
  if (data) return <CheckoutForm key={showId} layout={data satisfies HallLayout} reached={reached} />;
  if (error) return <Unreachable error={error} retry={refetch} />;
  return <p className={styles.waiting}>Looking up your seats …</p>;
}

function Unreachable({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div role="alert">
      <Notice tone="danger" actions={<Button onClick={() => retry()}>Retry</Button>}>
        {problemText(error)}
      </Notice>
    </div>
  );
}
