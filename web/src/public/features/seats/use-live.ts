import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { refreshHold } from "#api/hold.ts";
import { takenKey, takenQuery } from "#api/layout.ts";
import type { SeatNews } from "#api/live.ts";
import { arriving } from "#lib/arriving.ts";
import type { News, SeatStore } from "#seat-map/seat-store.ts";

/** Gathers what comes until the next frame is drawn. */
function inFrames(draw: (batch: News[]) => void) {
  let batch: News[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    draw(batch.splice(0));
  };
  return {
    add(whole: boolean, seats: SeatNews[]) {
      batch.push({ at: performance.now(), whole, seats });
      frame ||= requestAnimationFrame(flush);
    },
    stop() {
      cancelAnimationFrame(frame);
      batch = [];
    },
  };
}

/** Milliseconds after which the feed has told of a seat that was held here. */
const TOLD_WITHIN = 2000;

/** Keeps the store as the server has it: by the feed, and by asking where that doesn't come. Returns whether it is down. */
export function useLive(showId: number, store: SeatStore, mine: readonly number[]): boolean {
  const cache = useQueryClient();
  const [up, setUp] = useState<boolean | null>(null);
  const taken = useQuery(takenQuery(showId, !up));

  useEffect(() => {
    const askAnew = () => void cache.invalidateQueries({ queryKey: takenKey(showId) });
    const frames = inFrames((batch) => {
      if (store.hear(batch).length > 0) void refreshHold(cache);
    });
    const leave = arriving(import("#api/live.ts"), ({ followShow }) =>
      followShow(showId, {
        snapshot: (seats) => frames.add(true, seats),
        changes: (seats) => frames.add(false, seats),
        gap: askAnew,
        up: (isUp) => {
          setUp(isUp);
          if (!isUp) askAnew();
        },
      }),
    );
    return () => {
      leave();
      frames.stop();
    };
  }, [cache, showId, store]);

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
    if (taken.data) store.setTaken(taken.data.seats, taken.data.askedAt);
  }, [store, taken.dataUpdatedAt]);

  return up === false;
}
