/** Books a hold exactly once; reads, sends, finds and refunds orders. */

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { newIdempotencyKey } from "#lib/idempotency-key.ts";
import { currentLanguage } from "#lib/language.ts";
import { Problem } from "./problem.ts";
import { body, client, withRetry } from "./request.ts";
import { deleteSavedOrder, saveOrder } from "./saved-orders.ts";
import type { BookingRequest, BookingResponse, Order, PendingResponse } from "./types.ts";

/** The last request without a response. A repetition uses the same key. */
let pendingRequest: { key: string; request: string } | null = null;

function keyFor(request: string): string {
  if (pendingRequest?.request !== request) pendingRequest = { key: newIdempotencyKey(), request };
  return pendingRequest.key;
}

/** Whether the error is final. A server error or "still in progress" is not. */
const isFinal = (error: unknown) =>
  error instanceof Problem && error.status < 500 && error.code !== "idempotency-in-flight";

/**
 * Books and pays. Repeats the request if the response is lost. A declined payment can be tried again. Throws:
 * Problem.
 */
export async function book(request: BookingRequest): Promise<BookingResponse | PendingResponse> {
  const header = { "Idempotency-Key": keyFor(JSON.stringify(request)) };
  const call = { params: { header }, body: request };
  try {
    const response = await withRetry(() => body(client.POST("/api/book-seat/", call)));
    pendingRequest = null;
    return response;
  } catch (error) {
    if (isFinal(error)) pendingRequest = null;
    throw error;
  }
}

/** Deletes the saved order if the server no longer has it. */
function deleteIfGone(secret: string) {
  return (error: unknown): never => {
    if (error instanceof Problem && error.status === 404) deleteSavedOrder(secret);
    throw error;
  };
}

export const orderQuery = (secret: string) =>
  queryOptions({
    queryKey: ["order", secret, currentLanguage()],
    queryFn: async ({ signal }): Promise<Order> => {
      const params = { path: { secret }, query: { lang: currentLanguage() } };
      const call = client.GET("/api/orders/{secret}/", { params, signal });
      const order = await body(call).catch(deleteIfGone(secret));
      saveOrder(order);
      return order;
    },
    staleTime: 5000,
  });

/**
 * Has the links of all upcoming bookings sent to their email address. The response is the same whether there
 * are any or not. Throws: Problem.
 */
export async function emailBookingLinks(email: string): Promise<void> {
  await body(client.POST("/api/orders/find/", { body: { email: email.trim() } }));
}

/** Has the tickets sent again, with `email` to a corrected address. Safe to repeat. Throws: Problem. */
export async function emailTickets(secret: string, email?: string): Promise<void> {
  const request = email === undefined ? {} : { email: email.trim() };
  const call = { params: { path: { secret } }, body: request };
  await withRetry(() => body(client.POST("/api/orders/{secret}/email/", call)));
}

/** Refunds tickets. Has no effect on tickets that are refunded already. Throws: Problem. */
export async function refundTickets(cache: QueryClient, secret: string, seatIds: number[]): Promise<void> {
  const params = { path: { secret }, header: { "Idempotency-Key": newIdempotencyKey() } };
  const call = { params, body: { seat_ids: seatIds } };
  await withRetry(() => body(client.POST("/api/orders/{secret}/refund/", call)));
  await cache.invalidateQueries({ queryKey: orderQuery(secret).queryKey });
}
