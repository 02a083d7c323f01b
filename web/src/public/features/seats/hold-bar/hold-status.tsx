/** Messages about a hold that ended, or that is for another show. */

import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { useCallback, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { type HoldState, useHoldActions } from "#api/hold.ts";
import { formatList, seatNames } from "#lib/names.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { SeatHints } from "../selection/seat-hints.tsx";
import type { SeatSelection } from "../selection/use-seat-selection.ts";

type Props = {
  showId: number;
  plan: Plan;
  store: SeatStore;
  hold: HoldState;
  mine: PlacedSeat[];
  choice: SeatSelection;
};

export default function HoldStatus({ showId, plan, store, hold, mine, choice }: Props) {
  if (hold.kind === "expired" && hold.showId === showId) {
    return <Released seatIds={hold.seatIds} plan={plan} store={store} choice={choice} />;
  }
  if (hold.kind !== "held") return null;
  if (hold.hold.showId !== showId) return <OtherShow count={hold.hold.seatIds.length} />;
  return <SeatHints plan={plan} store={store} mine={mine} choice={choice} />;
}

/** Those of the seats that somebody else has now, while it changes. */
function useGone(store: SeatStore, seats: PlacedSeat[]): PlacedSeat[] {
  const ids = seats.map((seat) => seat.id).join();
  const isGone = useCallback(
    () =>
      ids
        .split(",")
        .filter((id) => ["held", "taken", "out"].includes(store.get(Number(id))))
        .join(),
    [store, ids],
  );
  const gone = new Set(useSyncExternalStore(store.subscribeToAll, isGone).split(","));
  return seats.filter((seat) => gone.has(String(seat.id)));
}

type ReleasedProps = { seatIds: number[]; plan: Plan; store: SeatStore; choice: SeatSelection };

function Released({ seatIds, plan, store, choice }: ReleasedProps) {
  const { finish } = useHoldActions();
  const seats = seatIds.flatMap((id) => plan.seatsById.get(id) ?? []);
  const gone = useGone(store, seats);
  const left = seats.filter((seat) => !gone.includes(seat));
  const keysWithPrefix = (some: PlacedSeat[]) => formatList(seatNames(some));
  const [names, goneNames, leftNames] = [keysWithPrefix(seats), keysWithPrefix(gone), keysWithPrefix(left)];

  function chooseAgain() {
    choice.dismiss();
    void finish();
  }

  const again = gone.length === 0 ? t`Try the same seats` : t`Take ${leftNames}`;
  return (
    <Notice
      tone="warn"
      actions={
        <>
          {left.length > 0 && (
            <Button kind="primary" onClick={() => choice.takeInstead(left.map((seat) => seat.id))}>
              {again}
            </Button>
          )}
          <Button onClick={chooseAgain}>{t`Choose again`}</Button>
        </>
      }
    >
      <Trans>Your seats were released: the time for {names} ran out.</Trans>{" "}
      {gone.length > 0 && t`Somebody else has ${goneNames} now.`}
    </Notice>
  );
}

function OtherShow({ count }: { count: number }) {
  const { giveBack } = useHoldActions();
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Link href="/checkout">{t`Go to them`}</Link>
          <Button onClick={() => giveBack("all")}>{t`Give them back`}</Button>
        </>
      }
    >
      <Plural
        value={count}
        one="You hold # seat for another show."
        other="You hold # seats for another show."
      />
    </Notice>
  );
}
