/** Paying for a hold, once however often it is asked, and the order that came of it. */

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { freshKey } from "#lib/keys.ts";
import { recall, remember } from "#lib/storage.ts";
import { Problem } from "./problem.ts";
import { body, client, persistently } from "./request.ts";
import type { BookingAnswer, BookingRequest, Order, PendingAnswer } from "./types.ts";

/** The last request that has no answer yet: sent again, it goes with the same key. */
let unanswered: { key: string; request: string } | null = null;

function keyFor(request: string): string {
  if (unanswered?.request !== request) unanswered = { key: freshKey(), request };
  return unanswered.key;
}

/** A refusal answers the request; a failure, or one that says "still at it", does not. */
const isAnswer = (error: unknown) =>
  error instanceof Problem && error.status < 500 && error.code !== "idempotency-in-flight";

/** Books and pays. A lost answer is asked for again, a declined card may be tried again. Throws: Problem. */
export async function book(request: BookingRequest): Promise<BookingAnswer | PendingAnswer> {
  const header = { "Idempotency-Key": keyFor(JSON.stringify(request)) };
  const call = { params: { header }, body: request };
  try {
    const answer = await persistently(() => body(client.POST("/api/book-seat/", call)));
    unanswered = null;
    return answer;
  } catch (error) {
    if (isAnswer(error)) unanswered = null;
    throw error;
  }
}

const keptName = (secret: string) => `tickets.${secret}`;

/** The order as this browser saw it last: what the ticket page shows without a network. */
export const keptOrder = (secret: string): Order | null => recall<Order>("local", keptName(secret));

export const orderQuery = (secret: string) =>
  queryOptions({
    queryKey: ["order", secret],
    queryFn: async ({ signal }): Promise<Order> => {
      const path = { secret };
      const order = await body(client.GET("/api/orders/{secret}/", { params: { path }, signal }));
      remember("local", keptName(secret), order);
      return order;
    },
    staleTime: 5000,
  });

/** Gives tickets back; for those that are back already it changes nothing. Throws: Problem. */
export async function giveTicketsBack(cache: QueryClient, secret: string, seatIds: number[]): Promise<void> {
  const params = { path: { secret }, header: { "Idempotency-Key": freshKey() } };
  const call = { params, body: { seat_ids: seatIds } };
  await persistently(() => body(client.POST("/api/orders/{secret}/refund/", call)));
  await cache.invalidateQueries({ queryKey: orderQuery(secret).queryKey });
}
