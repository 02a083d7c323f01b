/** What is said about a show in few words. */

import { t } from "@lingui/core/macro";
import type { Movie, Show } from "#api/types.ts";
import { languageName } from "#lib/language.ts";
import { clockTime, longDate } from "#lib/time.ts";

const FEW = 0.15;

/** `few`: worth hurrying. `shut`: nothing to be had here now. */
export type Availability = { text: string; tone: "few" | "shut" };

/** "few left", "sold out", "on sale Friday 27 November 10:00", "cancelled"; null where there is nothing to say. */
export function availability(show: Show, now: number): Availability | null {
  const { on_sale, sales_open_at, sales_close_at, seats_available, seats_total, venue } = show;
  const shut = (text: string): Availability => ({ text, tone: "shut" });
  if (show.status === "CANCELLED") return shut(t`cancelled`);
  if (!on_sale && Date.parse(sales_open_at) > now) {
    const [day, time] = [longDate(sales_open_at, venue.timezone), clockTime(sales_open_at, venue.timezone)];
    return shut(t`on sale ${day} ${time}`);
  }
  if (Date.parse(sales_close_at) <= now) return shut(t`sales ended`);
  if (!on_sale) return shut(t`box office only`);
  if (seats_available === 0) return shut(t`sold out`);
  return seats_available <= seats_total * FEW ? { text: t`few left`, tone: "few" } : null;
}

/** Whether people are sitting in it. */
export const hasBegun = (show: Show, now: number): boolean => Date.parse(show.starts_at) <= now;

/** "English, German subtitles" */
export function languages({ audio_language, subtitle_language }: Show): string {
  const spoken = languageName(audio_language);
  const written = languageName(subtitle_language);
  if (spoken && written) return t`${spoken}, ${written} subtitles`;
  return written ? t`${written} subtitles` : spoken;
}

/** "118 min" */
export const lengthOf = ({ duration_minutes: minutes }: Movie): string => t`${minutes} min`;

/** "118 min · Drama · PG-13" */
export const filmSummary = (film: Movie): string =>
  [lengthOf(film), film.genre, film.rating].filter(Boolean).join(" · ");
