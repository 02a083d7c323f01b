/** Groups shows by film, day and venue. */

import { dayOfShow } from "#api/shows.ts";
import type { Movie, Show } from "#api/types.ts";
import { groupBy } from "#lib/group-by.ts";
import type { Day } from "#lib/time.ts";

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

/** The distinct venues, in the order of their first show. */
export function venuesOf(shows: readonly Show[]): Show["venue"][] {
  return [...new Map(shows.map(({ venue }) => [venue.id, venue])).values()];
}
