/** A list of shows, by film and by day. */

import { dayOfShow } from "#api/shows.ts";
import type { Movie, Show } from "#api/types.ts";
import { groupBy } from "#lib/group-by.ts";
import type { Day } from "#lib/time.ts";

export type FilmShows = { film: Movie; shows: Show[] };

/** Films in the order of their first show; within a film by time. */
export function byFilm(shows: readonly Show[]): FilmShows[] {
  const groups = groupBy(shows, (show) => show.movie.id);
  return [...groups.values()].flatMap((group) => (group[0] ? [{ film: group[0].movie, shows: group }] : []));
}

export type DayShows = { day: Day; shows: Show[] };

/** The venue's business days: a show after midnight is the evening's before. */
export function byDay(shows: readonly Show[]): DayShows[] {
  return [...groupBy(shows, dayOfShow)].map(([day, group]) => ({ day, shows: group }));
}

/** Where something is on, in the order of the first show. */
export function venuesOf(shows: readonly Show[]): Show["venue"][] {
  return [...new Map(shows.map(({ venue }) => [venue.id, venue])).values()];
}
