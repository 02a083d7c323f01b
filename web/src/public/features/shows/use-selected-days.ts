import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { configQuery, useNow } from "#api/config.ts";
import { todayAt } from "#api/shows.ts";
import type { Venue } from "#api/types.ts";
import { chosenVenue, rememberVenue, venuesQuery } from "#api/venues.ts";
import { isDay, weekendOf } from "#lib/days.ts";
import type { Day } from "#lib/time.ts";
import { changed, parseFilters, TONIGHT } from "./filters.ts";
import { useOpeningDay } from "./use-opening-day.ts";

/** The `date` of the coming weekend in the address. */
export const WEEKEND = "weekend";

/**
 * The cinema of the address (else the last selected, else the first), and the days that its `date` names: one
 * day, or the weekend. Without a `date`, it is the opening day.
 */
export type SelectedDays = {
  venue: Venue;
  today: Day;
  date: string;
  days: [Day] | [Day, Day];
  /** Whether these are the shows of the next day because today has none left. */
  isNextDay: boolean;
  /** Whether it is not known yet which day is the next one with shows. */
  isPending: boolean;
};

const daysOf = (date: string, today: Day): [Day] | [Day, Day] =>
  date === WEEKEND ? weekendOf(today) : [date];

/** The `date` of the address, if it has a valid one. */
function namedDate(address: URLSearchParams): string | null {
  const date = address.get("date");
  return date === WEEKEND || isDay(date) ? date : null;
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

  const today = venue && !Number.isNaN(now) ? todayAt(venue, now) : null;
  const named = namedDate(address);
  const isOpening = today !== null && named === null && parseFilters(address).q === "";
  const { day, isPending } = useOpeningDay(venue, today ?? "", isOpening);

  if (!venue || today === null) return { venues, selected: null, error, retry };
  const date = named ?? day;
  const isNextDay = isOpening && day !== today;
  const selected: SelectedDays = { venue, today, date, days: daysOf(date, today), isNextDay, isPending };
  return { venues, selected, error, retry };
}

/**
 * Returns the address of other days at a cinema, with the same filters. The date "" is the opening day. A search
 * covers all days, and "tonight" is one evening, so the address leaves these out.
 */
export function useDateHref(venue: Venue): (date: string, time?: string) => string {
  const [address] = useSearchParams();
  const isTonight = address.get("time") === TONIGHT;
  const rest = changed(address, { venue: "", date: "", q: "", ...(isTonight && { time: "" }) });
  return (date, time = "") => {
    const named = new URLSearchParams([["venue", String(venue.id)], ["date", date], ...rest]);
    return `/?${changed(named, { date, ...(time && { time }) })}`;
  };
}
