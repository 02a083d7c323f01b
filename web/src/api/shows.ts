/**
 * The programme: shows of a venue's business day, all shows of a film, and films. Texts are in the app's
 * language, which is part of each key.
 */

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { currentLanguage } from "#lib/language.ts";
import { businessDay, type Day, dayOfShow } from "#lib/time.ts";
import { body, client } from "./request.ts";
import type { ListedMovie, MovieQuery, Show, ShowPage, ShowQuery, Venue } from "./types.ts";

const PAGE_SIZE = 200;

/** Milliseconds until a list is stale, and between refetches while it is visible. */
const STALE_AFTER = 20_000;
const REFETCH_EVERY = 60_000;

type Filter = Pick<ShowQuery, "venue" | "date" | "movie" | "q">;

/** The business day at a venue at `now` (the server's clock). */
export const todayAt = (venue: Venue, now: number): Day =>
  businessDay(now, venue.timezone, venue.day_starts_at);

/** Yields the pages in order of time. */
export async function* showPages(filter: Filter, signal: AbortSignal): AsyncGenerator<Show[]> {
  let cursor: string | null = null;
  do {
    const query: ShowQuery = {
      ...filter,
      page_size: PAGE_SIZE,
      lang: currentLanguage(),
      ...(cursor === null ? {} : { cursor }),
    };
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
    const found = page.find((show) => show.status !== "CANCELLED" && dayOfShow(show) > after);
    if (found) return dayOfShow(found);
  }
  return null;
}

export const programmeQuery = (venue: number, date: Day) =>
  queryOptions({
    queryKey: ["shows", venue, date, currentLanguage()],
    queryFn: ({ signal }) => allShows({ venue, date }, signal),
    staleTime: STALE_AFTER,
    refetchInterval: REFETCH_EVERY,
  });

/** The shows of all days that are loaded, in the app's language. */
export function loadedShows(queries: QueryClient): Show[] {
  const language = currentLanguage();
  return queries
    .getQueriesData<Show[]>({ queryKey: ["shows"] })
    .flatMap(([key, shows]) => (shows && key.at(-1) === language ? shows : []));
}

/** The films with a coming show at a venue, by title, each with the start of its next show there. */
export const showingFilmsQuery = (venue: number) =>
  queryOptions({
    queryKey: ["showing-films", venue, currentLanguage()],
    queryFn: async ({ signal }): Promise<ListedMovie[]> => {
      const query: MovieQuery = { venue, showing: true, page_size: PAGE_SIZE, lang: currentLanguage() };
      return (await body(client.GET("/api/movies/", { params: { query }, signal }))).results;
    },
    staleTime: 600_000,
  });

/**
 * The first coming shows of the films that match a search, by time. The server searches title, original title,
 * director and cast, with or without accents and with small typing errors.
 */
export const foundShowsQuery = (venue: number, search: string) =>
  queryOptions({
    queryKey: ["found-shows", venue, search, currentLanguage()],
    queryFn: async ({ signal }): Promise<Show[]> =>
      (await showPages({ venue, q: search }, signal).next()).value ?? [],
    staleTime: STALE_AFTER,
  });

/** The next day with shows that are not cancelled. */
export const nextDayQuery = (venue: number, after: Day) =>
  queryOptions({
    queryKey: ["next-day", venue, after],
    queryFn: ({ signal }) => firstDayAfter({ venue }, after, signal),
    staleTime: 60_000,
  });

export const filmQuery = (id: number) =>
  queryOptions({
    queryKey: ["film", id, currentLanguage()],
    queryFn: ({ signal }) => {
      const params = { path: { movie_id: id }, query: { lang: currentLanguage() } };
      return body(client.GET("/api/movies/{movie_id}/", { params, signal }));
    },
    staleTime: 600_000,
  });

/** At all venues, by time. */
export const filmShowsQuery = (id: number) =>
  queryOptions({
    queryKey: ["film-shows", id, currentLanguage()],
    queryFn: ({ signal }) => allShows({ movie: id }, signal),
    staleTime: STALE_AFTER,
    refetchInterval: REFETCH_EVERY,
  });
