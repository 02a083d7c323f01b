/** How the payment of an order stands, asked for until it is decided. */

import { queryOptions } from "@tanstack/react-query";
import { body, client } from "./request.ts";
import type { PaymentState } from "./types.ts";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10_000;

/** Milliseconds before it is asked again: half as long again each time. */
export const pollDelay = (asked: number): number => Math.min(LONGEST_WAIT, FIRST_WAIT * 1.5 ** asked);

const paymentKey = (secret: string) => ["payment", secret];

export const paymentQuery = (secret: string) =>
  queryOptions({
    queryKey: paymentKey(secret),
    queryFn: ({ signal }): Promise<PaymentState> =>
      body(client.GET("/api/orders/{secret}/payment/", { params: { path: { secret } }, signal })),
    refetchInterval: ({ state }) =>
      state.data && state.data.status !== "PENDING"
        ? false
        : pollDelay(state.dataUpdateCount + state.errorUpdateCount),
    gcTime: 0,
    retry: false,
  });

/** Answers for the demo's bank, which asks the visitor in our own page. Throws: Problem. */
export function answerDemoBank(secret: string, approve: boolean): Promise<PaymentState> {
  const call = { params: { path: { secret } }, body: { approve } };
  return body(client.POST("/api/orders/{secret}/payment/", call));
}
