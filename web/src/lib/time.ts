/** Times on the venue's clock, and its business days ("2026-11-25"). */

import { formatLocale } from "./language.ts";

export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Cached: creating a format is far slower than using it, and a programme has hundreds of times. */
function format(options: Intl.DateTimeFormatOptions, locale = formatLocale()): Intl.DateTimeFormat {
  const name = JSON.stringify([locale, options]);
  const made = formats.get(name) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(name, made);
  return made;
}

/** The UTC offset at the end of an instant ("+01:00"), in milliseconds; 0 if there is none. */
function offsetOf(instant: string | number): number {
  const found = /([+-])(\d\d):(\d\d)$/.exec(String(instant));
  return found ? Number(`${found[1]}1`) * (Number(found[2]) * 60 + Number(found[3])) * 60_000 : 0;
}

/**
 * Formats `instant` on the venue's clock. Browsers know fewer time zones than servers. For an unknown zone,
 * uses the instant's own UTC offset.
 */
function onVenuesClock(
  instant: string | number,
  timeZone: string,
  form: Intl.DateTimeFormatOptions,
  locale?: string,
): string {
  const moment = new Date(instant);
  try {
    return format({ timeZone, ...form }, locale).format(moment);
  } catch {
    const shifted = moment.getTime() + offsetOf(instant);
    return format({ timeZone: "UTC", ...form }, locale).format(shifted);
  }
}

/** "20:15" on the venue's clock. */
export function clockTime(instant: string | number, timeZone: string): string {
  return onVenuesClock(instant, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/**
 * Removes the comma after the weekday in English, which only some browsers add. German keeps it: "Mittwoch,
 * 25. November".
 */
const withoutEnglishComma = (date: string): string =>
  formatLocale().startsWith("en") ? date.replace(",", "") : date;

/** "Wednesday 25 November" or "Wed 25 Nov": the calendar day of `instant` at the venue. */
export function longDate(
  instant: string | number,
  timeZone: string,
  length: "long" | "short" = "long",
): string {
  return withoutEnglishComma(
    onVenuesClock(instant, timeZone, { weekday: length, day: "numeric", month: length }),
  );
}

/** "Wed 25 Nov": the calendar day of `instant` at the venue. */
export function shortDate(instant: string | number, timeZone: string): string {
  return withoutEnglishComma(
    onVenuesClock(instant, timeZone, { weekday: "short", day: "numeric", month: "short" }),
  );
}

/** The business day of `instant`. It starts at `dayStartsAt` ("05:00"), not at midnight. */
export function businessDay(instant: string | number, timeZone: string, dayStartsAt: string): Day {
  const date = onVenuesClock(instant, timeZone, {}, "sv-SE");
  return clockTime(instant, timeZone) < dayStartsAt.slice(0, 5) ? addDays(date, -1) : date;
}

export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

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

/** "Wednesday" */
export const weekdayLong = (day: Day) => partOfDay(day, { weekday: "long" });

/** "25" */
export const dayOfMonth = (day: Day) => partOfDay(day, { day: "numeric" });

/** "Nov" */
export const monthShort = (day: Day) => partOfDay(day, { month: "short" });

/** "25 November" */
export const dayAndMonth = (day: Day) => partOfDay(day, { day: "numeric", month: "long" });

/** "Wed 25 Nov" */
export const dayShort = (day: Day) =>
  withoutEnglishComma(partOfDay(day, { weekday: "short", day: "numeric", month: "short" }));

/** "Wednesday 25 November" */
export const dayLong = (day: Day) =>
  withoutEnglishComma(partOfDay(day, { weekday: "long", day: "numeric", month: "long" }));
