/** The programme: shows of a venue's business day, and all shows of a film. */

import { queryOptions } from "@tanstack/react-query";
import type { Day } from "#lib/time.ts";
import { businessDay } from "#lib/time.ts";
import { body, client } from "./request.ts";
import type { Show, ShowPage, ShowQuery, Venue } from "./types.ts";

const PAGE_SIZE = 200;

/** Milliseconds until a list is stale, and between refetches while it is visible. */
const STALE_AFTER = 20_000;
const REFETCH_EVERY = 60_000;

type Filter = Pick<ShowQuery, "venue" | "date" | "movie" | "q">;

export const dayOfShow = (show: Show): Day =>
  businessDay(show.starts_at, show.venue.timezone, show.venue.day_starts_at);

/** The business day at a venue at `now` (the server's clock). */
export const todayAt = (venue: Venue, now: number): Day =>
  businessDay(now, venue.timezone, venue.day_starts_at);

/** Yields the pages in order of time. */
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

async function firstDayAfter(filter: Filter, after: Day, signal: AbortSignal): Promise<Day | null> {
  for await (const page of showPages(filter, signal)) {
    const found = page.find((show) => dayOfShow(show) > after);
    if (found) return dayOfShow(found);
  }
  return null;
}

export const programmeQuery = (venue: number, date: Day) =>
  queryOptions({
    queryKey: ["shows", venue, date],
    queryFn: ({ signal }) => allShows({ venue, date }, signal),
    staleTime: STALE_AFTER,
    refetchInterval: REFETCH_EVERY,
  });

/** The next day with shows, or with shows of films that match `title`. */
export const nextDayQuery = (venue: number, after: Day, title: string) =>
  queryOptions({
    queryKey: ["next-day", venue, after, title],
    queryFn: ({ signal }) => firstDayAfter({ venue, ...(title && { q: title }) }, after, signal),
    staleTime: 60_000,
  });

export const filmQuery = (id: number) =>
  queryOptions({
    queryKey: ["film", id],
    queryFn: ({ signal }) =>
      body(client.GET("/api/movies/{movie_id}/", { params: { path: { movie_id: id } }, signal })),
    staleTime: 600_000,
  });

/** At all venues, by time. */
export const filmShowsQuery = (id: number) =>
  queryOptions({
    queryKey: ["film-shows", id],
    queryFn: ({ signal }) => allShows({ movie: id }, signal),
    staleTime: STALE_AFTER,
    refetchInterval: REFETCH_EVERY,
  });
