/** Copies the live feed of a show into its seat store. Loaded on demand. */

import type { QueryClient } from "@tanstack/react-query";
import { refreshHold } from "#api/hold.ts";
import { takenKey } from "#api/layout.ts";
import { followShow, type SeatChange } from "#api/live-feed.ts";
import type { FeedEvent, SeatStore } from "#seat-map/seat-store.ts";

/** Collects events until the next frame is drawn. */
function inFrames(draw: (batch: FeedEvent[]) => void) {
  let batch: FeedEvent[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    draw(batch.splice(0));
  };
  return {
    add(isSnapshot: boolean, seats: SeatChange[]) {
      batch.push({ at: performance.now(), isSnapshot, seats });
      frame ||= requestAnimationFrame(flush);
    },
    stop() {
      cancelAnimationFrame(frame);
      batch = [];
    },
  };
}

/** `onUp` gets whether the feed is up. Returns a function that stops following. */
export function followSeats(
  cache: QueryClient,
  showId: number,
  store: SeatStore,
  onUp: (isUp: boolean) => void,
): () => void {
  const refetch = () => void cache.invalidateQueries({ queryKey: takenKey(showId) });
  const frames = inFrames((batch) => {
    if (store.applyEvents(batch).length > 0) void refreshHold(cache);
  });
  const leave = followShow(showId, {
    snapshot: (seats) => frames.add(true, seats),
    changes: (seats) => frames.add(false, seats),
    gap: refetch,
    up: (isUp) => {
      onUp(isUp);
      if (!isUp) refetch();
    },
  });
  return () => {
    leave();
    frames.stop();
  };
}
