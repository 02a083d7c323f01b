/** Booking a hold, once however often it is asked, and keeping the tickets that came of it. */

import { freshKey } from "#lib/keys.ts";
import { forget, recall, remember } from "#lib/storage.ts";
import { body, client, persistently } from "./request.ts";
import type { BookingAnswer, BookingRequest, Show } from "./types.ts";

/** A booking under way: the same request always goes with the same key, over reloads too. */
type Attempt = { key: string; request: BookingRequest };

/** What the ticket page shows, kept in this browser. */
export type KeptOrder = BookingAnswer & { show: Show };

const ATTEMPT = "attempt";

const keptName = (secret: string) => `order.${secret}`;

export const openAttempt = (): Attempt | null => recall<Attempt>("local", ATTEMPT);

function attemptFor(request: BookingRequest): Attempt {
  const before = openAttempt();
  if (before && JSON.stringify(before.request) === JSON.stringify(request)) return before;
  const attempt = { key: freshKey(), request };
  remember("local", ATTEMPT, attempt);
  return attempt;
}

/** Books the hold and keeps the order; a lost answer is asked for again, never booked again. Throws: Problem. */
export async function book(request: BookingRequest, show: Show): Promise<KeptOrder> {
  const { key } = attemptFor(request);
  const call = { params: { header: { "Idempotency-Key": key } }, body: request };
  const answer = await persistently(() => body(client.POST("/api/book-seat/", call)));
  const kept = { ...answer, show };
  remember("local", keptName(answer.order.secret), kept);
  forget("local", ATTEMPT);
  return kept;
}

export const keptOrder = (secret: string): KeptOrder | null => recall<KeptOrder>("local", keptName(secret));
