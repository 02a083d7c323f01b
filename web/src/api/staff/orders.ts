/** Finds and reads orders, and what staff do to them. */

import { keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { body, withRetry } from "#api/request.ts";
import { fileFor, staffClient } from "./client.ts";
import type { Attendees, FoundOrderPage, OrderRecord, RefundPreview } from "./types.ts";

/** Milliseconds between two looks at an order whose refunds or emails are under way. */
const WATCH_EVERY = 4000;

export type OrderFilters = {
  q?: string;
  venue?: number;
  show?: number;
  attention?: boolean;
  refused?: boolean;
  email_failed?: boolean;
};

const ordersKey = "orders";

/** A page of orders, the newest first. The previous results stay until the new ones are there. */
export const ordersQuery = (filters: OrderFilters, cursor?: string, page_size = 25) =>
  queryOptions({
    queryKey: [ordersKey, filters, cursor, page_size],
    queryFn: ({ signal }): Promise<FoundOrderPage> =>
      body(
        staffClient.GET("/api/staff/orders/", {
          params: { query: { page_size, ...filters, ...(cursor === undefined ? {} : { cursor }) } },
          signal,
        }),
      ),
    staleTime: 5000,
    placeholderData: keepPreviousData,
  });

const isUnderWay = ({ refunds, emails }: OrderRecord): boolean =>
  refunds.some(({ status }) => status === "QUEUED") ||
  emails.some(({ status, attempts }) => status === "WAITING" && attempts < 2);

/** Everything about an order. While something is under way, it is read again every few seconds. */
export const orderQuery = (reference: string) =>
  queryOptions({
    queryKey: ["order", reference],
    queryFn: ({ signal }): Promise<OrderRecord> =>
      body(staffClient.GET("/api/staff/orders/{reference}/", { params: { path: { reference } }, signal })),
    staleTime: 2000,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? WATCH_EVERY : false),
  });

/** What a refund of these seats would do. It is asked for again each time that it is shown. */
export const refundPreviewQuery = (reference: string, version: number, seatIds: readonly number[]) =>
  queryOptions({
    queryKey: ["refund-preview", reference, version, seatIds],
    queryFn: ({ signal }): Promise<RefundPreview> =>
      body(
        staffClient.GET("/api/staff/orders/{reference}/refund/", {
          params: { path: { reference }, query: { seat_ids: seatIds.join(",") } },
          signal,
        }),
      ),
    enabled: seatIds.length > 0,
    staleTime: 0,
    gcTime: 0,
  });

export const attendeesQuery = (show: number) =>
  queryOptions({
    queryKey: ["attendees", show],
    queryFn: ({ signal }): Promise<Attendees> =>
      body(staffClient.GET("/api/staff/orders/attendees/", { params: { query: { show } }, signal })),
    staleTime: 5000,
  });

export type RefundRequest = { version: number; seat_ids: number[]; reason: string; approval?: string };
export type Correction = { email?: string; name?: string };

/** Each returns the order as it is afterwards. Throws: Problem. */
export function useOrderActions(reference: string) {
  const cache = useQueryClient();
  const path = { reference };
  const changed = async (response: Promise<OrderRecord>): Promise<OrderRecord> => {
    const order = await response;
    store(order);
    await cache.invalidateQueries({ queryKey: [ordersKey] });
    await cache.invalidateQueries({ queryKey: ["today"] });
    return order;
  };
  const store = (order: OrderRecord) => cache.setQueryData(orderQuery(reference).queryKey, order);
  return {
    store,
    resend: () =>
      changed(body(staffClient.POST("/api/staff/orders/{reference}/resend/", { params: { path } }))),
    correct: (version: number, values: Correction) =>
      changed(
        body(
          staffClient.POST("/api/staff/orders/{reference}/customer/", {
            params: { path },
            body: { version, ...values },
          }),
        ),
      ),
    /** Send it again with the same key, together with the approval of a second person, if it needs one. */
    refund: (key: string, request: RefundRequest) => {
      const options = { params: { path, header: { "Idempotency-Key": key } }, body: request };
      return changed(
        withRetry(() => body(staffClient.POST("/api/staff/orders/{reference}/refund/", options))),
      );
    },
    settle: (version: number, how: string) =>
      changed(
        body(
          staffClient.POST("/api/staff/orders/{reference}/settle/", {
            params: { path },
            body: { version, how },
          }),
        ),
      ),
    retry: (version: number) =>
      changed(
        body(
          staffClient.POST("/api/staff/orders/{reference}/retry/", { params: { path }, body: { version } }),
        ),
      ),
    /** A PDF of the valid tickets of these seats, of all without them; and the order afterwards. */
    print: async (seatIds?: readonly number[]): Promise<{ file: Blob; order: OrderRecord | undefined }> => {
      const address = `/api/staff/orders/${encodeURIComponent(reference)}/print/`;
      const file = await fileFor(address, seatIds ? { seat_ids: seatIds } : {});
      const { queryKey } = orderQuery(reference);
      await cache.invalidateQueries({ queryKey });
      return { file, order: cache.getQueryData(queryKey) };
    },
  };
}
