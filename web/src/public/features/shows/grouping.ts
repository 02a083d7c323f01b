/** Sorts shows, and groups them by film, day, part of the day and venue. */

import type { Movie, Show } from "#api/types.ts";
import { byName } from "#api/venues.ts";
import { groupBy } from "#lib/group-by.ts";
import { clockTime, type Day, dayOfShow } from "#lib/time.ts";

import { TIMES } from "./filters.ts";
import { hasBegun } from "./show-text.ts";

const moveLast = (shows: readonly Show[], isLast: (show: Show) => boolean): Show[] => [
  ...shows.filter((show) => !isLast(show)),
  ...shows.filter(isLast),
];

/** Shows that have begun come last. Otherwise the order stays. */
export const begunLast = (shows: readonly Show[], now: number): Show[] =>
  moveLast(shows, (show) => hasBegun(show, now));

export const soldOutLast = (shows: readonly Show[]): Show[] =>
  moveLast(shows, (show) => show.seats_available === 0);

export type FilmShows = { film: Movie; shows: Show[] };

/** Films are in the order of their first show, and the shows of a film by time. */
export function byFilm(shows: readonly Show[]): FilmShows[] {
  const groups = groupBy(shows, (show) => show.movie.id);
  return [...groups.values()].flatMap((group) => (group[0] ? [{ film: group[0].movie, shows: group }] : []));
}

export type DayShows = { day: Day; shows: Show[] };

/** Groups by the venue's business day: a show after midnight belongs to the evening before. */
export function byDay(shows: readonly Show[]): DayShows[] {
  return [...groupBy(shows, dayOfShow)].map(([day, group]) => ({ day, shows: group }));
}

export type PartOfDay = "day" | "evening" | "late" | "begun";

function partOfDay(show: Show, now: number): PartOfDay {
  if (hasBegun(show, now)) return "begun";
  const clock = clockTime(show.starts_at, show.venue.timezone);
  if (clock < TIMES.day[0] || clock >= TIMES.late[0]) return "late";
  return clock < TIMES.evening[0] ? "day" : "evening";
}

/** The parts of one day in their order. Shows that have begun are the last part. */
export function byPartOfDay(shows: readonly Show[], now: number): Map<PartOfDay, Show[]> {
  return groupBy(begunLast(shows, now), (show) => partOfDay(show, now));
}

/** The distinct venues, by name. */
export function venuesOf(shows: readonly Show[]): Show["venue"][] {
  return byName([...new Map(shows.map(({ venue }) => [venue.id, venue])).values()]);
}
