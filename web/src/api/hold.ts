/**
 * The visitor's hold. A browser has one, in the query cache and, by its token, in the browser's storage.
 * Changes are sent one at a time, so that the second tap uses the token of the first.
 */

import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { deadlineFrom } from "#lib/countdown.ts";
import { newIdempotencyKey } from "#lib/idempotency-key.ts";
import { Problem } from "./problem.ts";
import { body, client, withRetry } from "./request.ts";
import { clearStoredHold, HOLD_KEY, type StoredHold, storedHold, storeHold } from "./stored-hold.ts";
import type { CurrentHoldResponse, HoldResponse, OrderSummary } from "./types.ts";

export type Hold = StoredHold & {
  /** On the clock of `performance.now()`. */
  deadline: number;
  extensionsLeft: number;
  frozen: boolean;
  /** The order that these seats are being paid for with, or were sold with. */
  order: OrderSummary | null;
};

/** `unreachable`: this browser has a hold, but the server can't be reached. */
export type HoldState =
  | { kind: "unknown" }
  | { kind: "unreachable"; error: Error }
  | { kind: "none" }
  | { kind: "held"; hold: Hold }
  | { kind: "expired"; showId: number; seatIds: number[] };

const NONE: HoldState = { kind: "none" };
const UNKNOWN: HoldState = { kind: "unknown" };

/** A declined payment leaves an order that no longer matters. */
function orderOf(response: HoldResponse | CurrentHoldResponse): OrderSummary | null {
  if (!("order" in response)) return null;
  return response.frozen || response.status === "BOOKED" ? response.order : null;
}

function heldState(response: HoldResponse | CurrentHoldResponse): HoldState {
  const hold: Hold = {
    token: response.hold_token,
    showId: response.show_id,
    seatIds: response.seat_ids,
    deadline: deadlineFrom(
      response.locked_until ?? response.server_time,
      response.server_time,
      performance.now(),
    ),
    extensionsLeft: response.extensions_left,
    frozen: "frozen" in response && response.frozen,
    order: orderOf(response),
  };
  storeHold(hold);
  return { kind: "held", hold };
}

/** The state after the server rejected the stored hold: expired, or none if the server does not know it. */
function stateAfterProblem(error: unknown, stored: StoredHold): HoldState {
  if (!(error instanceof Problem)) throw error;
  if (error.code === "hold-expired") return { kind: "expired", ...stored };
  if (error.code === "hold-not-found") {
    clearStoredHold();
    return NONE;
  }
  throw error;
}

async function restoreHold(signal: AbortSignal): Promise<HoldState> {
  const stored = storedHold();
  if (stored === null) return NONE;
  try {
    const header = { "X-Hold-Token": stored.token };
    return heldState(await body(client.GET("/api/holds/current/", { params: { header }, signal })));
  } catch (error) {
    return stateAfterProblem(error, stored);
  }
}

const holdQuery = queryOptions({
  queryKey: HOLD_KEY,
  queryFn: ({ signal }) => restoreHold(signal),
  staleTime: 2000,
});

export const refreshHold = (cache: QueryClient) => cache.invalidateQueries({ queryKey: HOLD_KEY });

export function useHold(): HoldState {
  const { data, error } = useQuery(holdQuery);
  if (data) return data;
  return error ? { kind: "unreachable", error } : UNKNOWN;
}

async function setHold(cache: QueryClient, state: HoldState): Promise<void> {
  await cache.cancelQueries({ queryKey: HOLD_KEY });
  cache.setQueryData(HOLD_KEY, state);
}

let queue: Promise<unknown> = Promise.resolve();

function enqueue<T>(task: () => Promise<T>): Promise<T> {
  const result = queue.then(task, task);
  queue = result.catch(() => undefined);
  return result;
}

/** The current hold. Loads it if needed, so that a tap right after a reload adds to it. */
async function currentHold(cache: QueryClient): Promise<Hold | null> {
  const state = await cache.ensureQueryData(holdQuery);
  return state.kind === "held" ? state.hold : null;
}

/** Holds `seatIds` in addition to the hold in this show, if there is one. Throws: Problem. */
async function holdSeats(cache: QueryClient, showId: number, seatIds: number[]): Promise<void> {
  const hold = await currentHold(cache);
  const token = hold?.showId === showId ? { hold_token: hold.token } : {};
  const header = { "Idempotency-Key": newIdempotencyKey() };
  const request = { params: { header }, body: { show_id: showId, seat_ids: seatIds, ...token } };
  const response = await withRetry(() => body(client.POST("/api/lock-seat/", request)));
  await setHold(cache, heldState(response));
}

/** Releases seats. Without seats, the hold ends. Throws: Problem. */
async function releaseSeats(cache: QueryClient, seatIds: number[] | "all"): Promise<void> {
  const hold = await currentHold(cache);
  if (hold === null) return;
  const part = seatIds === "all" ? {} : { seat_ids: seatIds };
  const request = { body: { hold_token: hold.token, ...part } };
  await withRetry(() => body(client.POST("/api/release-lock/", request)));
  const left = hold.seatIds.filter((id) => seatIds !== "all" && !seatIds.includes(id));
  if (left.length === 0) return clearHold(cache);
  storeHold({ ...hold, seatIds: left });
  await setHold(cache, { kind: "held", hold: { ...hold, seatIds: left } });
}

/** Extends the hold to its full time, or to what the limits allow. Returns the seconds. Throws: Problem. */
async function extend(cache: QueryClient): Promise<number> {
  const hold = await currentHold(cache);
  if (hold === null) return 0;
  const request = { body: { hold_token: hold.token } };
  const response = await body(client.POST("/api/extend-lock/", request));
  await setHold(cache, heldState(response));
  return response.expires_in;
}

/** Clears the hold of this browser: it was booked or released, or its expiry was read. */
async function clearHold(cache: QueryClient): Promise<void> {
  clearStoredHold();
  await setHold(cache, NONE);
}

/** Reloads the hold at once after an error that says it changed or ended. */
function refreshIfGone<T>(cache: QueryClient, task: () => Promise<T>): Promise<T> {
  return enqueue(task).catch(async (error) => {
    const stale = ["hold-expired", "hold-not-found", "hold-changed", "already-booked", "hold-frozen"];
    if (error instanceof Problem && stale.includes(error.code)) await refreshHold(cache);
    throw error;
  });
}

export function useHoldActions() {
  const cache = useQueryClient();
  return useMemo(
    () => ({
      holdSeats: (showId: number, seatIds: number[]) =>
        refreshIfGone(cache, () => holdSeats(cache, showId, seatIds)),
      releaseSeats: (seatIds: number[] | "all") => refreshIfGone(cache, () => releaseSeats(cache, seatIds)),
      extend: () => refreshIfGone(cache, () => extend(cache)),
      clearHold: () => enqueue(() => clearHold(cache)),
      refresh: () => refreshHold(cache),
    }),
    [cache],
  );
}
