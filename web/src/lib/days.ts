/** Choices and names of days. */

import { addDays, type Day, format, withoutEnglishComma } from "./time.ts";

/** What is left of the weekend of `today`: its Saturday and Sunday, or those of the same week. */
export function weekendOf(today: Day): [Day] | [Day, Day] {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  if (weekday === 0) return [today];
  const saturday = addDays(today, 6 - weekday);
  return [saturday, addDays(saturday, 1)];
}

/**
 * Whether the server accepts the day: years 1900 to 2999. Rejects "2026-02-31", which browsers read as 3
 * March.
 */
export function isDay(text: string | null): text is Day {
  if (text === null || !/^(?:19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  return !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

function partOfDay(day: Day, options: Intl.DateTimeFormatOptions): string {
  return format({ timeZone: "UTC", ...options }).format(new Date(`${day}T00:00:00Z`));
}

/** "Wed" */
export const weekdayShort = (day: Day) => partOfDay(day, { weekday: "short" });

/** "25" */
export const dayOfMonth = (day: Day) => partOfDay(day, { day: "numeric" });

/** "Nov" */
export const monthShort = (day: Day) => partOfDay(day, { month: "short" });

/** "25 November" */
export const dayAndMonth = (day: Day) => partOfDay(day, { day: "numeric", month: "long" });

/** "Wed 25 Nov" */
export const dayShort = (day: Day) =>
  withoutEnglishComma(partOfDay(day, { weekday: "short", day: "numeric", month: "short" }));

const LONG = { weekday: "long", day: "numeric", month: "long" } as const;

/** "Wednesday 25 November" */
export const dayLong = (day: Day) => withoutEnglishComma(partOfDay(day, LONG));

/** "Wednesday 25 November", or "Wednesday 1 January 2031" if that is not the year of `today`. */
export const dayAndYear = (day: Day, today: Day) =>
  yearOf(day) === yearOf(today)
    ? dayLong(day)
    : withoutEnglishComma(partOfDay(day, { ...LONG, year: "numeric" }));

/** "2031" */
export const yearOf = (day: Day) => day.slice(0, 4);
