/**
 * The visitor's hold: one for the whole browser, kept in the query cache, remembered by its token.
 * Whatever changes it goes one after the other, so that the second tap knows the first one's token.
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
  /** On `performance.now()`. */
  deadline: number;
  extensionsLeft: number;
  frozen: boolean;
  /** What these seats are being paid for as, or were sold as. */
  order: OrderSummary | null;
};

/** `unreachable`: this browser remembers a hold, and the box office can't be asked about it. */
export type HoldState =
  | { kind: "unknown" }
  | { kind: "unreachable"; error: Error }
  | { kind: "none" }
  | { kind: "held"; hold: Hold }
  | { kind: "expired"; showId: number; seatIds: number[] };

const NONE: HoldState = { kind: "none" };
const UNKNOWN: HoldState = { kind: "unknown" };

/** A declined payment leaves an order behind that nothing is asked of any more. */
function orderOf(answer: HoldResponse | CurrentHoldResponse): OrderSummary | null {
  if (!("order" in answer)) return null;
  return answer.frozen || answer.status === "BOOKED" ? answer.order : null;
}

function heldState(answer: HoldResponse | CurrentHoldResponse): HoldState {
  const hold: Hold = {
    token: answer.hold_token,
    showId: answer.show_id,
    seatIds: answer.seat_ids,
    deadline: deadlineFrom(answer.locked_until ?? answer.server_time, answer.server_time, performance.now()),
    extensionsLeft: answer.extensions_left,
    frozen: "frozen" in answer && answer.frozen,
    order: orderOf(answer),
  };
  storeHold(hold);
  return { kind: "held", hold };
}

/** What became of a hold that was refused: expired ones are told, unknown ones forgotten. */
function stateAfterProblem(problem: unknown, stored: StoredHold): HoldState {
  if (!(problem instanceof Problem)) throw problem;
  if (problem.code === "hold-expired") return { kind: "expired", ...stored };
  if (problem.code === "hold-not-found") {
    clearStoredHold();
    return NONE;
  }
  throw problem;
}

async function restoreHold(signal: AbortSignal): Promise<HoldState> {
  const stored = storedHold();
  if (stored === null) return NONE;
  try {
    const header = { "X-Hold-Token": stored.token };
    return heldState(await body(client.GET("/api/holds/current/", { params: { header }, signal })));
  } catch (problem) {
    return stateAfterProblem(problem, stored);
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

async function put(cache: QueryClient, state: HoldState): Promise<void> {
  await cache.cancelQueries({ queryKey: HOLD_KEY });
  cache.setQueryData(HOLD_KEY, state);
}

let turn: Promise<unknown> = Promise.resolve();

function enqueue<T>(act: () => Promise<T>): Promise<T> {
  const mine = turn.then(act, act);
  turn = mine.catch(() => undefined);
  return mine;
}

/** The hold as known, asked for first where it isn't: a tap right after a reload must add to it. */
async function currentHold(cache: QueryClient): Promise<Hold | null> {
  const state = await cache.ensureQueryData(holdQuery);
  return state.kind === "held" ? state.hold : null;
}

/** Holds `seatIds`, added to the hold in this show if there is one. Throws: Problem. */
async function take(cache: QueryClient, showId: number, seatIds: number[]): Promise<void> {
  const hold = await currentHold(cache);
  const token = hold?.showId === showId ? { hold_token: hold.token } : {};
  const header = { "Idempotency-Key": newIdempotencyKey() };
  const request = { params: { header }, body: { show_id: showId, seat_ids: seatIds, ...token } };
  const answer = await withRetry(() => body(client.POST("/api/lock-seat/", request)));
  await put(cache, heldState(answer));
}

/** Gives seats back; with the last one the hold is over. Throws: Problem. */
async function giveBack(cache: QueryClient, seatIds: number[] | "all"): Promise<void> {
  const hold = await currentHold(cache);
  if (hold === null) return;
  const part = seatIds === "all" ? {} : { seat_ids: seatIds };
  const request = { body: { hold_token: hold.token, ...part } };
  await withRetry(() => body(client.POST("/api/release-lock/", request)));
  const left = hold.seatIds.filter((id) => seatIds !== "all" && !seatIds.includes(id));
  if (left.length === 0) return finish(cache);
  storeHold({ ...hold, seatIds: left });
  await put(cache, { kind: "held", hold: { ...hold, seatIds: left } });
}

/** Gives the hold its whole time again, or what the rules leave of it. Returns the seconds. Throws: Problem. */
async function extend(cache: QueryClient): Promise<number> {
  const hold = await currentHold(cache);
  if (hold === null) return 0;
  const request = { body: { hold_token: hold.token } };
  const answer = await body(client.POST("/api/extend-lock/", request));
  await put(cache, heldState(answer));
  return answer.expires_in;
}

/** Ends the hold on this side: it was booked, given back, or its end has been read. */
async function finish(cache: QueryClient): Promise<void> {
  clearStoredHold();
  await put(cache, NONE);
}

/** A refusal that says the hold is gone is looked into at once, so that every screen tells it. */
function refreshIfGone<T>(cache: QueryClient, act: () => Promise<T>): Promise<T> {
  return enqueue(act).catch(async (problem) => {
    const stale = ["hold-expired", "hold-not-found", "hold-changed", "already-booked", "hold-frozen"];
    if (problem instanceof Problem && stale.includes(problem.code)) await refreshHold(cache);
    throw problem;
  });
}

export function useHoldActions() {
  const cache = useQueryClient();
  return useMemo(
    () => ({
      take: (showId: number, seatIds: number[]) => refreshIfGone(cache, () => take(cache, showId, seatIds)),
      giveBack: (seatIds: number[] | "all") => refreshIfGone(cache, () => giveBack(cache, seatIds)),
      extend: () => refreshIfGone(cache, () => extend(cache)),
      finish: () => enqueue(() => finish(cache)),
      refresh: () => refreshHold(cache),
    }),
    [cache],
  );
}
