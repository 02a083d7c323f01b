/** Times on the clock of the cinema, which the server sends without a zone. */

import { format } from "#lib/time.ts";

/** "5 Dec 2026, 20:15" for "2026-12-05T20:15". */
export const localTimeText = (local: string): string =>
  format({
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(`${local}Z`));

/** "5 Dec 2026" for "2026-12-05". */
export const dayText = (day: string): string =>
  format({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(new Date(`${day}Z`));

/** "Monday" for 1. */
export const weekdayName = (weekday: number): string =>
  format({ timeZone: "UTC", weekday: "long" }).format(new Date(Date.UTC(2024, 0, weekday)));
