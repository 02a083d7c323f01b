/** The programme: venues, and the shows of a venue's business day. */

import { queryOptions } from "@tanstack/react-query";
import type { Day } from "#lib/time.ts";
import { businessDay } from "#lib/time.ts";
import { body, client } from "./request.ts";
import type { Show, ShowPage, ShowQuery, Venue } from "./types.ts";

const PAGE_SIZE = 200;

type Filter = { venue: number; date?: Day };

export const dayOfShow = (show: Show): Day =>
  businessDay(show.starts_at, show.venue.timezone, show.venue.day_starts_at);

export const todayAt = (venue: Venue): Day => businessDay(Date.now(), venue.timezone, venue.day_starts_at);

/** Page after page, by time. */
async function* showPages(filter: Filter, signal: AbortSignal): AsyncGenerator<Show[]> {
  let cursor: string | null = null;
  do {
    const query: ShowQuery = { ...filter, page_size: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) };
    const page: ShowPage = await body(client.GET("/api/shows/", { params: { query }, signal }));
    yield page.results;
    cursor = page.next === null ? null : new URL(page.next, location.origin).searchParams.get("cursor");
  } while (cursor !== null);
}

async function allShows(filter: Filter, signal: AbortSignal): Promise<Show[]> {
  const shows: Show[] = [];
  for await (const page of showPages(filter, signal)) shows.push(...page);
  return shows;
}

async function firstDayAfter(
  filter: { venue: number; after: Day },
  signal: AbortSignal,
): Promise<Day | null> {
  for await (const page of showPages({ venue: filter.venue }, signal)) {
    const found = page.find((show) => dayOfShow(show) > filter.after);
    if (found) return dayOfShow(found);
  }
  return null;
}

export const venuesQuery = queryOptions({
  queryKey: ["venues"],
  queryFn: async ({ signal }) =>
    (await body(client.GET("/api/venues/", { params: { query: { page_size: PAGE_SIZE } }, signal }))).results,
  staleTime: 3_600_000,
});

export const programmeQuery = (venue: number, date: Day) =>
  queryOptions({
    queryKey: ["shows", venue, date],
    queryFn: ({ signal }) => allShows({ venue, date }, signal),
    staleTime: 20_000,
  });

/** The next day with shows, for a day that has none. */
export const nextDayQuery = (venue: number, after: Day) =>
  queryOptions({
    queryKey: ["next-day", venue, after],
    queryFn: ({ signal }) => firstDayAfter({ venue, after }, signal),
    staleTime: 60_000,
  });
