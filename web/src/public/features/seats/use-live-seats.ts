import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { refreshHold } from "#api/hold.ts";
import { takenQuery } from "#api/layout.ts";
import { whenLoaded } from "#lib/when-loaded.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";

/** Milliseconds within which the feed confirms a hold. */
const CONFIRMED_WITHIN = 2000;

/**
 * Keeps the store in sync with the server: by the live feed, or by polling while the feed is down. Returns
 * whether the feed is down.
 */
export function useLiveSeats(showId: number, store: SeatStore, mine: readonly number[]): boolean {
  const cache = useQueryClient();
  const [up, setUp] = useState<boolean | null>(null);
  const taken = useQuery(takenQuery(showId, !up));

  useEffect(
    () =>
      whenLoaded(import("./live-seats.ts"), ({ followSeats }) => followSeats(cache, showId, store, setUp)),
    [cache, showId, store],
  );

  // The feed sends no event for a hold that ended before the feed saw it.
  useEffect(() => {
    if (!up || mine.length === 0) return;
    const timer = setTimeout(() => {
      if (!store.confirmed) void refreshHold(cache);
    }, CONFIRMED_WITHIN);
    return () => clearTimeout(timer);
  }, [cache, store, mine, up]);

  // Depends on the time of the response, not on its data: an unchanged response also corrects the feed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    if (taken.data) store.setTaken(taken.data.seats, taken.data.requestedAt);
  }, [store, taken.dataUpdatedAt]);

  return up === false;
}
