/** Messages about a hold that expired, that is for another show, or that leaves single seats free. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { type Hold, useHoldActions } from "#api/hold.ts";
import { fetchBestSeats, layoutQuery } from "#api/layout.ts";
import { formatList, seatNames } from "#lib/names.ts";
import { clockTime, dateText } from "#lib/time.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { reportNoSeats } from "../selection/best-seats.ts";
import { blockAround } from "../selection/block.ts";
import { SeatHints } from "../selection/seat-hints.tsx";
import { showSeats } from "../selection/show-seats.ts";
import type { SeatSelection } from "../selection/use-seat-selection.ts";
import type { HoldMessageProps } from "./hold-messages.tsx";
import { showBar } from "./show-bar.ts";

export default function HoldStatus({ showId, plan, store, hold, mine, selection }: HoldMessageProps) {
  if (hold.kind === "expired" && hold.showId === showId) {
    return <HoldExpired seatIds={hold.seatIds} plan={plan} store={store} selection={selection} />;
  }
  if (hold.kind !== "held") return null;
  if (hold.hold.showId !== showId) {
    return <OtherShow showId={showId} plan={plan} store={store} hold={hold.hold} selection={selection} />;
  }
  return <SeatHints plan={plan} store={store} mine={mine} selection={selection} />;
}

/** The seats that another visitor has now. Updates with the store. */
function useTakenSeats(store: SeatStore, seats: PlacedSeat[]): PlacedSeat[] {
  const ids = seats.map((seat) => seat.id).join();
  const takenIds = useCallback(
    () =>
      ids
        .split(",")
        .filter((id) => ["held", "taken", "out"].includes(store.get(Number(id))))
        .join(),
    [store, ids],
  );
  const taken = new Set(useSyncExternalStore(store.subscribeToAll, takenIds).split(","));
  return seats.filter((seat) => taken.has(String(seat.id)));
}

type HoldExpiredProps = { seatIds: number[]; plan: Plan; store: SeatStore; selection: SeatSelection };

function HoldExpired({ seatIds, plan, store, selection }: HoldExpiredProps) {
  const { clearHold } = useHoldActions();
  const seats = seatIds.flatMap((id) => plan.seatsById.get(id) ?? []);
  const taken = useTakenSeats(store, seats);
  const left = seats.filter((seat) => !taken.includes(seat));
  const namesOf = (some: PlacedSeat[]) => formatList(seatNames(some));
  useEffect(showBar, []);
  const [names, takenNames, leftNames] = [namesOf(seats), namesOf(taken), namesOf(left)];

  function chooseAgain() {
    selection.dismiss();
    void clearHold();
  }

  const label = taken.length === 0 ? t`Try the same seats` : t`Take ${leftNames}`;
  return (
    <Notice
      tone="warn"
      actions={
        <>
          {left.length > 0 && (
            <Button kind="primary" onClick={() => selection.holdInstead(left.map((seat) => seat.id))}>
              {label}
            </Button>
          )}
          <Button onClick={chooseAgain}>{t`Choose again`}</Button>
        </>
      }
    >
      <Trans>Your seats were released: the time for {names} ran out.</Trans>{" "}
      {taken.length > 0 && t`Another customer has ${takenNames} now.`}
    </Notice>
  );
}

type OtherShowProps = { showId: number; plan: Plan; store: SeatStore; hold: Hold; selection: SeatSelection };

/** The seats of another show stay held until those of this show are. */
function OtherShow({ showId, plan, store, hold, selection }: OtherShowProps) {
  const [busy, setBusy] = useState(false);
  const count = hold.seatIds.length;
  const tapped = plan.seatsById.get(selection.wanted ?? -1);
  const block = tapped && (blockAround(plan, tapped, count, (id) => store.get(id) === "free") ?? [tapped]);
  const blockIds = block?.map((seat) => seat.id) ?? [];
  const names = formatList(seatNames(block ?? []));
  const asked = blockIds.join();
  useEffect(() => {
    if (asked === "") return;
    showBar();
    showSeats(asked.split(",").map(Number));
  }, [asked]);

  async function swap() {
    setBusy(true);
    let ids = blockIds;
    try {
      if (ids.length === 0) ids = (await fetchBestSeats(showId, count)).seat_ids;
      if (ids.length === 0) return reportNoSeats(count, selection);
      await selection.holdParty(ids);
      showSeats(ids);
    } catch (error) {
      selection.reportError(error, ids);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Notice
      tone="warn"
      actions={
        <>
          {!hold.order && (
            <Button kind="primary" busy={busy} onClick={swap}>
              {t`Swap to this show`}
            </Button>
          )}
          <ButtonLink
            href={hold.order ? `/ticket/${hold.order.secret}` : "/checkout"}
          >{t`Go to my seats`}</ButtonLink>
        </>
      }
    >
      <HeldElsewhere hold={hold} /> {!hold.order && t`A swap ends that hold.`}{" "}
      {block && !hold.order && t`Take ${names} here instead?`}
    </Notice>
  );
}

/** Names the seats and their show as soon as its plan is there. */
function HeldElsewhere({ hold: { showId, seatIds } }: { hold: Hold }) {
  const { data } = useQuery(layoutQuery(showId));
  if (!data) return t`You have a hold for another show.`;
  const { starts_at: start, movie, venue } = data.show;
  const names = seatNames(data.seats.filter((seat) => seatIds.includes(seat.id))).join(", ");
  const [film, day] = [movie.title, dateText(start, venue.timezone, "short")];
  const time = clockTime(start, venue.timezone);
  return (
    <Trans>
      You hold {names} for {film}, {day}, {time}.
    </Trans>
  );
}
