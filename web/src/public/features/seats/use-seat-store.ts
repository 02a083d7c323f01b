import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { HoldState } from "#api/hold.ts";
import { takenKey } from "#api/layout.ts";
import type { HallLayout } from "#api/types.ts";
import { SeatStore } from "#seat-map/seat-store.ts";

const NO_SEATS: number[] = [];

/** The seats of the visitor's hold in this show. */
export function seatsHeld(hold: HoldState, showId: number): number[] {
  return hold.kind === "held" && hold.hold.showId === showId ? hold.hold.seatIds : NO_SEATS;
}

/** The seat store of one show. The visitor's own seats come from the hold. */
export function useSeatStore(layout: HallLayout, hold: HoldState): SeatStore {
  const cache = useQueryClient();
  const store = useMemo(() => new SeatStore(layout.seats), [layout]);
  const showId = layout.show.id;
  const mine = seatsHeld(hold, showId);

  useEffect(() => {
    const lost = store.mine.some((id) => !mine.includes(id));
    store.setMine(mine);
    // Another visitor may have taken the seat at the same moment. The feed sends no event if its status is
    // unchanged.
    if (lost) void cache.invalidateQueries({ queryKey: takenKey(showId) });
  }, [store, mine, cache, showId]);

  return store;
}

/** Whether no seat is free. */
export const useSoldOut = (store: SeatStore): boolean =>
  useSyncExternalStore(store.subscribeToAll, () => !store.hasFree());
