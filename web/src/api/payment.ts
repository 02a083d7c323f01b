/** The state of an order's payment, polled until it is decided. */

import { queryOptions } from "@tanstack/react-query";
import { body, client } from "./request.ts";
import type { PaymentState } from "./types.ts";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10_000;

/** Milliseconds until the next request: the delay grows by half each time. */
export const pollDelay = (requests: number): number => Math.min(LONGEST_WAIT, FIRST_WAIT * 1.5 ** requests);

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

/** Answers the authentication step of the demo's bank. Throws: Problem. */
export function answerDemoBank(secret: string, approve: boolean): Promise<PaymentState> {
  const call = { params: { path: { secret } }, body: { approve } };
  return body(client.POST("/api/orders/{secret}/payment/", call));
}
