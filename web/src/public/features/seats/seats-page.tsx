import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { useHold } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import type { HallLayout, Show } from "#api/types.ts";
import { planOf } from "#seat-map/plan.ts";
import { Legend } from "#seat-map/seats/legend.tsx";
import { useOnline } from "#ui/use-online.ts";
import { HallView } from "./hall-view.tsx";
import barStyles from "./hold-bar/hold-bar.module.css";
import { HoldBar } from "./hold-bar/hold-bar.tsx";
import { HoldMessages } from "./hold-bar/hold-messages.tsx";
import styles from "./seats-page.module.css";
import { useParty } from "./selection/use-party.ts";
import { useSeatSelection } from "./selection/use-seat-selection.ts";
import { sharedAddress, useSharedSeats } from "./shared-seats.tsx";
import { ShowHeader } from "./show-header.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useLiveSeats } from "./use-live-seats.ts";
import { seatsHeld, useSeatStore, useSoldOut } from "./use-seat-store.ts";

const NoSeats = lazy(() => import("./no-seats.tsx"));
const SalesNotice = lazy(() => import("./sales-notice.tsx"));

const isClosed = (show: Show) => show.status === "CANCELLED" || !show.on_sale;

export function SeatsPage({ showId }: { showId: number }) {
  const layout = useQuery(layoutQuery(showId));
  const online = useOnline();
  if (layout.data) return <Seats key={showId} layout={layout.data} />;
  if (!layout.error && online) return <Skeleton showId={showId} />;
  return (
    <Suspense fallback={<Skeleton showId={showId} />}>
      <NoSeats error={layout.error} retry={() => layout.refetch()} />
    </Suspense>
  );
}

function Seats({ layout }: { layout: HallLayout }) {
  const { show } = layout;
  const hold = useHold();
  const plan = useMemo(() => planOf(layout.seats), [layout]);
  const store = useSeatStore(layout, hold);
  const held = seatsHeld(hold, show.id);
  const paused = useLiveSeats(show.id, store, held);
  const party = useParty(plan, held);
  const selection = useSeatSelection(show.id, plan, store, hold, party);
  const shared = useSharedSeats(plan);
  const closed = isClosed(show);
  const soldOut = useSoldOut(store) && held.length === 0;
  const mine = party.seats;
  const heldHere = hold.kind === "held" && held.length > 0 ? hold.hold : null;

  return (
    <div className={`${styles.page} ${styles.seats} ${closed ? "" : styles.beside}`}>
      <ShowHeader show={show} address={sharedAddress(show.id, mine.length > 0 ? mine : shared)} />
      {(closed || soldOut) && (
        <Suspense fallback={<div className={styles.noticeRoom} />}>
          <SalesNotice show={show} />
        </Suspense>
      )}
      {!closed && <HallView {...{ layout, plan, store, hold, party, selection, shared, paused, soldOut }} />}
      {!closed && !soldOut && <Legend plan={plan} currency={show.currency} />}
      {(heldHere !== null || !(closed || soldOut)) && (
        <section className={barStyles.dock} aria-label={t`Your choice`}>
          <HoldMessages
            showId={show.id}
            plan={plan}
            store={store}
            hold={hold}
            mine={mine}
            selection={selection}
          />
          <HoldBar plan={plan} hold={heldHere} seats={mine} people={party.people} currency={show.currency} />
        </section>
      )}
    </div>
  );
}
