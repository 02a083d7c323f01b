/** The shows to offer in place of one that cannot be booked. */

import type { Show } from "#api/types.ts";
import { dayOfShow } from "#lib/time.ts";

const OFFERED = 3;

/**
 * The next shows of the film with free seats, from the day of `show`; else earlier ones, else those at other
 * venues. `now` is the server's time; while it is unknown (NaN), the server's `on_sale` decides alone.
 */
export function nextShows(show: Show, shows: readonly Show[], now: number): Show[] {
  const open = shows.filter(
    (other) =>
      other.id !== show.id &&
      other.on_sale &&
      other.seats_available > 0 &&
      !(Date.parse(other.starts_at) < now),
  );
  const rank = (other: Show) =>
    (other.venue.id === show.venue.id ? 0 : 2) + (dayOfShow(other) < dayOfShow(show) ? 1 : 0);
  const byTime = (one: Show, other: Show) => Date.parse(one.starts_at) - Date.parse(other.starts_at);
  return open
    .sort((one, other) => rank(one) - rank(other) || byTime(one, other))
    .slice(0, OFFERED)
    .sort(byTime);
}
