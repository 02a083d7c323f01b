/**
 * The seat map of a show: the plan is loaded once, the taken seats are polled while the live feed is down.
 */

import { queryOptions } from "@tanstack/react-query";
import { currentLanguage } from "#lib/language.ts";
import { body, client } from "./request.ts";
import { HOLD_KEY, type StoredHold, storedHold } from "./stored-hold.ts";
import type { BestSeats, TakenSeat } from "./types.ts";

const POLL_EVERY = 4000;

/** The last response, with its ETag, the token of the request and its time (`performance.now()`). */
export type Taken = {
  seats: TakenSeat[];
  etag: string | null;
  token: string | undefined;
  requestedAt: number;
};

const holdHeader = (token: string | undefined) => (token === undefined ? {} : { "X-Hold-Token": token });

/** The stored hold, if it is in this show. */
function holdIn(showId: number): StoredHold | null {
  const stored = storedHold();
  return stored?.showId === showId ? stored : null;
}

export const layoutQuery = (showId: number) =>
  queryOptions({
    queryKey: ["layout", showId, currentLanguage()],
    queryFn: ({ signal }) =>
      body(
        client.GET("/api/hall-layout/{show_id}/", {
          params: {
            path: { show_id: showId },
            query: { lang: currentLanguage() },
            header: holdHeader(holdIn(showId)?.token),
          },
          signal,
        }),
      ),
    // The feed updates the seats. The plan and the prices rarely change.
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  });

export const takenKey = (showId: number) => ["taken", showId];

/** Loads once, and every few seconds while `polling`. */
export const takenQuery = (showId: number, polling: boolean) =>
  queryOptions({
    queryKey: takenKey(showId),
    queryFn: async ({ client: cache, signal }): Promise<Taken> => {
      const held = holdIn(showId);
      const taken = await fetchTaken(showId, cache.getQueryData<Taken>(takenKey(showId)), signal);
      if (held && hasLostSeats(held, holdIn(showId), taken))
        void cache.invalidateQueries({ queryKey: HOLD_KEY });
      return taken;
    },
    refetchInterval: polling && POLL_EVERY,
    refetchIntervalInBackground: false,
    retry: false,
  });

async function fetchTaken(showId: number, before: Taken | undefined, signal: AbortSignal): Promise<Taken> {
  const requestedAt = performance.now();
  const token = holdIn(showId)?.token;
  const known = before?.etag && before.token === token ? { "If-None-Match": before.etag } : {};
  const { data, response } = await client.GET("/api/hall-layout/{show_id}/availability/", {
    params: { path: { show_id: showId }, header: { ...holdHeader(token), ...known } },
    signal,
  });
  if (response.status === 304 && before) return { ...before, requestedAt };
  return { seats: data?.seats ?? [], etag: response.headers.get("ETag"), token, requestedAt };
}

/**
 * A seat that was held before the request and after the response is not in the response: the hold has ended.
 */
function hasLostSeats(before: StoredHold, after: StoredHold | null, taken: Taken): boolean {
  if (after?.token !== before.token) return false;
  const named = new Set(taken.seats.filter((seat) => seat.mine).map((seat) => seat.id));
  return before.seatIds.some((id) => after.seatIds.includes(id) && !named.has(id));
}

/** The best free seats for a party, close to `near`; none if nothing fits. Throws: Problem. */
export const fetchBestSeats = (showId: number, count: number, near?: number): Promise<BestSeats> =>
  body(
    client.GET("/api/shows/{show_id}/best-seats/", {
      params: { path: { show_id: showId }, query: { count, ...(near !== undefined && { near }) } },
    }),
  );
