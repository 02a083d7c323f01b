/** Ticket types, price cards and price rules. */

import { keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { body, client } from "#api/request.ts";
import type { ListedMovie } from "#api/types.ts";
import { allRows, staffClient } from "./client.ts";
import type {
  AdjustmentPreview,
  AppliedPrices,
  PriceAmounts,
  PriceCard,
  PriceCardSummary,
  PriceGrid,
  PriceRule,
  PriceRuleValues,
  PriceTable,
  StaffTicketType,
  TicketTypeValues,
} from "./types.ts";

const PAGE = { page_size: 200 };
const pageOf = (venue: number, cursor: string | undefined) => ({
  params: { query: { ...PAGE, venue, ...(cursor === undefined ? {} : { cursor }) } },
});
const FOR_A_FORM = { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false } as const;

export const ticketTypesQuery = (venue: number) =>
  queryOptions({
    queryKey: ["prices", "ticket-types", venue],
    queryFn: ({ signal }): Promise<StaffTicketType[]> =>
      allRows((cursor) =>
        body(staffClient.GET("/api/staff/ticket-types/", { ...pageOf(venue, cursor), signal })),
      ),
  });

export const ticketTypeQuery = (id: number) =>
  queryOptions({
    queryKey: ["prices", "ticket-type", id],
    queryFn: ({ signal }): Promise<StaffTicketType> =>
      body(
        staffClient.GET("/api/staff/ticket-types/{ticket_type_id}/", {
          params: { path: { ticket_type_id: String(id) } },
          signal,
        }),
      ),
    ...FOR_A_FORM,
  });

/** What an adjustment leaves of the price of the cheapest seat. */
export const adjustmentQuery = (venue: number, adjustment: string) =>
  queryOptions({
    queryKey: ["prices", "adjustment", venue, adjustment],
    queryFn: ({ signal }): Promise<AdjustmentPreview> =>
      body(
        staffClient.GET("/api/staff/ticket-types/preview/", {
          params: { query: { venue, adjustment } },
          signal,
        }),
      ),
    retry: false,
  });

export const cardsQuery = (venue: number) =>
  queryOptions({
    queryKey: ["prices", "cards", venue],
    queryFn: ({ signal }): Promise<PriceCardSummary[]> =>
      allRows((cursor) =>
        body(staffClient.GET("/api/staff/price-cards/", { ...pageOf(venue, cursor), signal })),
      ),
  });

export const cardQuery = (id: number) =>
  queryOptions({
    queryKey: ["prices", "card", id],
    queryFn: ({ signal }): Promise<PriceCard> =>
      body(
        staffClient.GET("/api/staff/price-cards/{card_id}/", {
          params: { path: { card_id: String(id) } },
          signal,
        }),
      ),
    ...FOR_A_FORM,
  });

/** What amounts add up to, from the server; the last answer stays while the next one loads. */
export const previewQuery = (venue: number, amounts: PriceAmounts) =>
  queryOptions({
    queryKey: ["prices", "preview", venue, amounts],
    queryFn: ({ signal }): Promise<PriceTable> =>
      body(
        staffClient.POST("/api/staff/price-cards/preview/", {
          body: { venue_id: venue, ...amounts },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** All films, by title. */
export const filmsQuery = queryOptions({
  queryKey: ["films"],
  queryFn: ({ signal }): Promise<ListedMovie[]> =>
    allRows((cursor) =>
      body(
        client.GET("/api/movies/", {
          params: { query: cursor === undefined ? PAGE : { ...PAGE, cursor } },
          signal,
        }),
      ),
    ),
  staleTime: 60_000,
});

export const rulesQuery = (venue: number) =>
  queryOptions({
    queryKey: ["prices", "rules", venue],
    queryFn: ({ signal }): Promise<PriceRule[]> =>
      allRows((cursor) =>
        body(staffClient.GET("/api/staff/price-rules/", { ...pageOf(venue, cursor), signal })),
      ),
  });

export type GridFilter = { venue: number; week: string; hall?: number; format?: string };

export const gridQuery = (filter: GridFilter) =>
  queryOptions({
    queryKey: ["prices", "grid", filter],
    queryFn: ({ signal }): Promise<PriceGrid> =>
      body(staffClient.GET("/api/staff/price-rules/grid/", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });

/** The future shows that get the newest prices of a card. */
export type ChosenShows = { to: "unsold" | "all"; by_rules: boolean };

/** Each throws: Problem. */
export function usePriceActions() {
  const cache = useQueryClient();
  const changed = async <T>(response: Promise<T>): Promise<T> => {
    const result = await response;
    await cache.invalidateQueries({ queryKey: ["prices"] });
    cache.removeQueries({ queryKey: ["audit"] });
    return result;
  };
  const card = (id: number) => ({ path: { card_id: String(id) } });
  const rule = (id: number) => ({ path: { rule_id: String(id) } });
  const ticketType = (id: number) => ({ path: { ticket_type_id: String(id) } });
  return {
    createTicketType: (venue: number, values: TicketTypeValues): Promise<StaffTicketType> =>
      changed(body(staffClient.POST("/api/staff/ticket-types/", { body: { venue_id: venue, ...values } }))),
    changeTicketType: (
      id: number,
      values: Partial<TicketTypeValues> & { version: number; archived?: boolean },
    ): Promise<StaffTicketType> =>
      changed(
        body(
          staffClient.PATCH("/api/staff/ticket-types/{ticket_type_id}/", {
            params: ticketType(id),
            body: values,
          }),
        ),
      ),
    createCard: (venue: number, name: string, amounts: PriceAmounts): Promise<PriceCard> =>
      changed(
        body(staffClient.POST("/api/staff/price-cards/", { body: { venue_id: venue, name, ...amounts } })),
      ),
    changeCard: (
      id: number,
      values: Partial<PriceAmounts> & { version: number; name?: string; archived?: boolean },
    ): Promise<PriceCard> =>
      changed(
        body(staffClient.PATCH("/api/staff/price-cards/{card_id}/", { params: card(id), body: values })),
      ),
    /** What `applyCard` would change. */
    planApply: (id: number, version: number, shows: ChosenShows): Promise<AppliedPrices> =>
      body(
        staffClient.POST("/api/staff/price-cards/{card_id}/apply/", {
          params: card(id),
          body: { version, ...shows, dry_run: true },
        }),
      ),
    applyCard: (id: number, version: number, shows: ChosenShows): Promise<AppliedPrices> =>
      changed(
        body(
          staffClient.POST("/api/staff/price-cards/{card_id}/apply/", {
            params: card(id),
            body: { version, ...shows, dry_run: false },
          }),
        ),
      ),
    createRule: (venue: number, values: PriceRuleValues): Promise<PriceRule> =>
      changed(body(staffClient.POST("/api/staff/price-rules/", { body: { venue_id: venue, ...values } }))),
    changeRule: (id: number, version: number, values: PriceRuleValues): Promise<PriceRule> =>
      changed(
        body(
          staffClient.PATCH("/api/staff/price-rules/{rule_id}/", {
            params: rule(id),
            body: { version, ...values },
          }),
        ),
      ),
    deleteRule: (id: number, version: number): Promise<PriceRule> =>
      changed(
        body(
          staffClient.DELETE("/api/staff/price-rules/{rule_id}/", {
            params: { ...rule(id), query: { version } },
          }),
        ),
      ),
    /** Both orders name all rules of the cinema. */
    orderRules: (venue: number, former: number[], ruleIds: number[]) =>
      changed(
        body(
          staffClient.POST("/api/staff/price-rules/order/", {
            body: { venue_id: venue, former_rule_ids: former, rule_ids: ruleIds },
          }),
        ),
      ),
  };
}
