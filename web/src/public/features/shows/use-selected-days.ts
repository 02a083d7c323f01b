import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { configQuery, useNow } from "#api/config.ts";
import { todayAt } from "#api/shows.ts";
import type { Venue } from "#api/types.ts";
import { chosenVenue, rememberVenue, venuesQuery } from "#api/venues.ts";
import { isDay, weekendOf } from "#lib/days.ts";
import type { Day } from "#lib/time.ts";
import { changed, TONIGHT } from "./filters.ts";

/** The `date` of the coming weekend in the address. */
export const WEEKEND = "weekend";

/**
 * The cinema of the address (else the last selected, else the first), and the days that its `date` names: one
 * day (else today), or the weekend.
 */
export type SelectedDays = { venue: Venue; today: Day; date: string; days: [Day] | [Day, Day] };

function daysOf(date: string | null, today: Day): Pick<SelectedDays, "date" | "days"> {
  if (date === WEEKEND) return { date, days: weekendOf(today) };
  const day = isDay(date) ? date : today;
  return { date: day, days: [day] };
}

export function useSelectedDays() {
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
  const selected: SelectedDays = { venue, today, ...daysOf(address.get("date"), today) };
  return { venues, selected, error, retry };
}

/**
 * Returns the address of other days at a cinema, with the same filters. A search covers all days, and "tonight"
 * is one evening, so the address leaves these out.
 */
export function useDateHref(venue: Venue): (date: string, time?: string) => string {
  const [address] = useSearchParams();
  const isTonight = address.get("time") === TONIGHT;
  const rest = changed(address, { venue: "", date: "", q: "", ...(isTonight && { time: "" }) });
  return (date, time = "") => {
    const named = new URLSearchParams([["venue", String(venue.id)], ["date", date], ...rest]);
    return `/?${time ? changed(named, { time }) : named}`;
  };
}
