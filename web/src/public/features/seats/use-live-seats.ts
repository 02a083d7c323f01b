import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { refreshHold } from "#api/hold.ts";
import { takenQuery } from "#api/layout.ts";
import { whenLoaded } from "#lib/when-loaded.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";

/** Milliseconds after which the feed has told of a seat that was held here. */
const TOLD_WITHIN = 2000;

/** Keeps the store as the server has it: by the feed, and by asking where that doesn't come. Returns whether it is down. */
export function useLiveSeats(showId: number, store: SeatStore, mine: readonly number[]): boolean {
  const cache = useQueryClient();
  const [up, setUp] = useState<boolean | null>(null);
  const taken = useQuery(takenQuery(showId, !up));

  useEffect(
    () =>
      whenLoaded(import("./live-seats.ts"), ({ followSeats }) => followSeats(cache, showId, store, setUp)),
    [cache, showId, store],
  );

  // A hold that ends before the feed has seen it begin is never told about.
  useEffect(() => {
    if (!up || mine.length === 0) return;
    const timer = setTimeout(() => {
      if (!store.confirmed) void refreshHold(cache);
    }, TOLD_WITHIN);
    return () => clearTimeout(timer);
  }, [cache, store, mine, up]);

  // By the time of the answer: one that says the same as the last one corrects what the feed said between.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    if (taken.data) store.setTaken(taken.data.seats, taken.data.requestedAt);
  }, [store, taken.dataUpdatedAt]);

  return up === false;
}
