import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { todayAt } from "#api/shows.ts";
import type { Venue } from "#api/types.ts";
import { chosenVenue, rememberVenue, venuesQuery } from "#api/venues.ts";
import { type Day, isDay } from "#lib/time.ts";
import { changed } from "./filters.ts";

/** What the address asks for: a cinema (else the one of last time, else the first) and a day (else today). */
export type Asked = { venue: Venue; day: Day; today: Day };

export function useAsked() {
  const [address] = useSearchParams();
  const { data: venues, error, refetch } = useQuery(venuesQuery);
  const venue = venues && chosenVenue(venues, address.get("venue"));
  const named = address.has("venue") ? venue?.id : undefined;

  useEffect(() => {
    if (named !== undefined) rememberVenue(named);
  }, [named]);

  if (!venue) return { venues, asked: null, error, retry: refetch };
  const today = todayAt(venue);
  const date = address.get("date");
  const asked: Asked = { venue, today, day: isDay(date) ? date : today };
  return { venues, asked, error, retry: refetch };
}

/** Another day at a cinema; filters stay. */
export function useDayHref(venue: Venue): (day: Day) => string {
  const [address] = useSearchParams();
  const rest = changed(address, { venue: "", date: "" });
  return (day) => `/?${new URLSearchParams([["venue", String(venue.id)], ["date", day], ...rest])}`;
}
