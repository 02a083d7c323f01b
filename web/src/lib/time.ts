/** Times on the venue's clock, and its business days ("2026-11-25"). */

import { formatLocale } from "./language.ts";

export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Cached: creating a format is far slower than using it, and a programme has hundreds of times. */
export function format(options: Intl.DateTimeFormatOptions, locale = formatLocale()): Intl.DateTimeFormat {
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
export const withoutEnglishComma = (date: string): string =>
  formatLocale().startsWith("en") ? date.replace(",", "") : date;

/** "Wednesday 25 November" or "Wed 25 Nov": the calendar day of `instant` at the venue. */
export function dateText(
  instant: string | number,
  timeZone: string,
  length: "long" | "short" = "long",
): string {
  return withoutEnglishComma(
    onVenuesClock(instant, timeZone, { weekday: length, day: "numeric", month: length }),
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

type Started = { starts_at: string; venue: { timezone: string; day_starts_at: string } };

export const dayOfShow = ({ starts_at, venue }: Started): Day =>
  businessDay(starts_at, venue.timezone, venue.day_starts_at);
