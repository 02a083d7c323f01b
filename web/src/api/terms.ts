/** The terms of sale of a cinema: refunds and legal pages. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { currentLanguage } from "#lib/language.ts";
import { body, client } from "./request.ts";
import type { LegalKind } from "./types.ts";

const STALE_AFTER = 3_600_000;

/** The language is part of the address, so that the browser's cache has one response for each. */
const inLanguage = () => ({ lang: currentLanguage() });

export const termsQuery = (venueId: number) =>
  queryOptions({
    queryKey: ["terms", venueId, currentLanguage()],
    queryFn: ({ signal }) =>
      body(
        client.GET("/api/venues/{venue_id}/terms/", {
          params: { path: { venue_id: venueId }, query: inLanguage() },
          signal,
        }),
      ),
    staleTime: STALE_AFTER,
  });

/** Links to the legal pages of a cinema; none until they have loaded. */
export const useLegalLinks = (venueId: number) => useQuery(termsQuery(venueId)).data?.legal_pages ?? [];

export const legalPageQuery = (venueId: number, kind: LegalKind) =>
  queryOptions({
    queryKey: ["legal", venueId, kind, currentLanguage()],
    queryFn: ({ signal }) =>
      body(
        client.GET("/api/venues/{venue_id}/legal/{kind}/", {
          params: { path: { venue_id: venueId, kind }, query: inLanguage() },
          signal,
        }),
      ),
    staleTime: STALE_AFTER,
  });

/** The last moment at which customers may refund tickets; null for never. Times are in milliseconds. */
export function refundableUntil(startsAt: string, minutesBefore: number | null): number | null {
  return minutesBefore === null ? null : Date.parse(startsAt) - minutesBefore * 60_000;
}
