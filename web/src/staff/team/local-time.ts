/** Days and times as texts. The server sends times on the clock of a cinema without a zone. */

import { format } from "#lib/time.ts";

const MOMENT = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

/** An instant for `<time>`, which allows milliseconds only. */
export const machineTime = (instant: string): string => new Date(instant).toISOString();

/** "1 Dec 2026, 09:24" on the clock of this device's time zone. */
export const momentText = (instant: string): string => format(MOMENT).format(new Date(instant));

/** "1 Dec 2026" on the clock of this device's time zone. */
export const dateText = (instant: string): string =>
  format({ day: "numeric", month: "short", year: "numeric" }).format(new Date(instant));

/** "5 Dec 2026, 20:15" for "2026-12-05T20:15". */
export const localTimeText = (local: string): string =>
  format({ ...MOMENT, timeZone: "UTC" }).format(new Date(`${local}Z`));

/** "1 Dec 2026, 20:15" on the clock of the place that an instant is given in: `2026-12-01T20:15:00+01:00`. */
export const placeTimeText = (instant: string): string => localTimeText(instant.slice(0, 19));

/** "5 Dec 2026" for "2026-12-05". */
export const dayText = (day: string): string =>
  format({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(new Date(`${day}Z`));

/** "Monday" for 1. */
export const weekdayName = (weekday: number): string =>
  format({ timeZone: "UTC", weekday: "long" }).format(new Date(Date.UTC(2024, 0, weekday)));
