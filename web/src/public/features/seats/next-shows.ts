/** The shows to offer in place of one that cannot be booked. */

import type { Show } from "#api/types.ts";

const OFFERED = 3;

/**
 * The shows of the film with free seats that are nearest in time to `show`, in the order of time. Those at the
 * same venue, and later ones among those as near, are chosen first. `now` is the server's time; while it is unknown (NaN), the server's `on_sale` decides alone.
 */
export function nextShows(show: Show, shows: readonly Show[], now: number): Show[] {
  const open = shows.filter(
    (other) =>
      other.id !== show.id &&
      other.on_sale &&
      other.seats_available > 0 &&
      !(Date.parse(other.starts_at) < now),
  );
  const isElsewhere = (other: Show) => Number(other.venue.id !== show.venue.id);
  const after = (other: Show) => Date.parse(other.starts_at) - Date.parse(show.starts_at);
  return open
    .sort(
      (one, other) =>
        isElsewhere(one) - isElsewhere(other) ||
        Math.abs(after(one)) - Math.abs(after(other)) ||
        after(other) - after(one),
    )
    .slice(0, OFFERED)
    .sort((one, other) => after(one) - after(other));
}
