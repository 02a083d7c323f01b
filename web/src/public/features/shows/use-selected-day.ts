import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { configQuery, useNow } from "#api/config.ts";
import { todayAt } from "#api/shows.ts";
import type { Venue } from "#api/types.ts";
import { chosenVenue, rememberVenue, venuesQuery } from "#api/venues.ts";
import { type Day, isDay } from "#lib/time.ts";
import { changed } from "./filters.ts";

/** What the address asks for: a cinema (else the one of last time, else the first) and a day (else today). */
export type SelectedDay = { venue: Venue; day: Day; today: Day };

export function useSelectedDay() {
  const [address] = useSearchParams();
  const { data: venues, error: noVenues, refetch: askVenues } = useQuery(venuesQuery);
  const { error: noConfig, refetch: askConfig } = useQuery(configQuery);
  const now = useNow();
  const error = noVenues ?? noConfig;
  const retry = () => void Promise.all([askVenues(), askConfig()]);
  const venue = venues && chosenVenue(venues, address.get("venue"));
  const named = address.has("venue") ? venue?.id : undefined;

  useEffect(() => {
    if (named !== undefined) rememberVenue(named);
  }, [named]);

  if (!venue || Number.isNaN(now)) return { venues, asked: null, error, retry };
  const today = todayAt(venue, now);
  const date = address.get("date");
  const asked: SelectedDay = { venue, today, day: isDay(date) ? date : today };
  return { venues, asked, error, retry };
}

/** Another day at a cinema; filters stay. */
export function useDayHref(venue: Venue): (day: Day) => string {
  const [address] = useSearchParams();
  const rest = changed(address, { venue: "", date: "" });
  return (day) => `/?${new URLSearchParams([["venue", String(venue.id)], ["date", day], ...rest])}`;
}
