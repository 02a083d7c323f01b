import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { configQuery, useNow } from "#api/config.ts";
import { todayAt } from "#api/shows.ts";
import type { Venue } from "#api/types.ts";
import { chosenVenue, rememberVenue, venuesQuery } from "#api/venues.ts";
import { type Day, isDay } from "#lib/time.ts";
import { changed } from "./filters.ts";

/** The cinema of the address (else the last selected, else the first) and its day (else today). */
export type SelectedDay = { venue: Venue; day: Day; today: Day };

export function useSelectedDay() {
  const [address] = useSearchParams();
  const { data: venues, error: venuesError, refetch: refetchVenues } = useQuery(venuesQuery);
  const { error: configError, refetch: refetchConfig } = useQuery(configQuery);
  const now = useNow();
  const error = venuesError ?? configError;
  const retry = () => void Promise.all([refetchVenues(), refetchConfig()]);
  const venue = venues && chosenVenue(venues, address.get("venue"));
  const venueId = address.has("venue") ? venue?.id : undefined;

  useEffect(() => {
    if (venueId !== undefined) rememberVenue(venueId);
  }, [venueId]);

  if (!venue || Number.isNaN(now)) return { venues, selected: null, error, retry };
  const today = todayAt(venue, now);
  const date = address.get("date");
  const selected: SelectedDay = { venue, today, day: isDay(date) ? date : today };
  return { venues, selected, error, retry };
}

/** Returns the address of another day at a cinema, with the same filters. */
export function useDayHref(venue: Venue): (day: Day) => string {
  const [address] = useSearchParams();
  const rest = changed(address, { venue: "", date: "" });
  return (day) => `/?${new URLSearchParams([["venue", String(venue.id)], ["date", day], ...rest])}`;
}
