import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { todayAt, venuesQuery } from "#api/shows.ts";
import type { Show, Venue } from "#api/types.ts";
import { recall, remember } from "#lib/storage.ts";
import { type Day, isDay } from "#lib/time.ts";

const CINEMA = "cinema";

/** What the address asks for: a cinema (else the one of last time, else the first) and a day (else today). */
export type Asked = { venue: Venue; day: Day; today: Day };

export function useAsked(): {
  venues: Venue[] | undefined;
  asked: Asked | null;
  error: Error | null;
  retry: () => void;
} {
  const [search] = useSearchParams();
  const { data: venues, error, refetch } = useQuery(venuesQuery);
  const wanted = Number(search.get("venue")) || recall<number>("local", CINEMA);
  const venue = venues?.find((one) => one.id === wanted) ?? venues?.[0];
  const chosen = search.has("venue") ? venue?.id : undefined;

  useEffect(() => {
    if (chosen !== undefined) remember("local", CINEMA, chosen);
  }, [chosen]);

  if (!venue) return { venues, asked: null, error, retry: refetch };
  const today = todayAt(venue);
  const date = search.get("date");
  return { venues, asked: { venue, today, day: isDay(date) ? date : today }, error, retry: refetch };
}

export type FilmShows = { film: Show["movie"]; shows: Show[] };

/** Films in the order of their first show; within a film by time. */
export function byFilm(shows: readonly Show[]): FilmShows[] {
  const groups = Map.groupBy(shows, (show) => show.movie.id);
  return [...groups.values()].flatMap((group) => (group[0] ? [{ film: group[0].movie, shows: group }] : []));
}
