/** Short texts about shows and films. */

import { t } from "@lingui/core/macro";
import type { Movie, Show } from "#api/types.ts";
import { languageName } from "#lib/language.ts";
import { clockTime, longDate } from "#lib/time.ts";

const FEW = 0.15;

/** `few`: few seats left. `unavailable`: no seat can be booked. */
export type Availability = { text: string; tone: "few" | "unavailable" };

/** "few left", "sold out", "on sale Friday 27 November 10:00", "cancelled"; else null. */
export function availability(show: Show, now: number): Availability | null {
  const { on_sale, sales_open_at, sales_close_at, seats_available, seats_total, venue } = show;
  const unavailable = (text: string): Availability => ({ text, tone: "unavailable" });
  if (show.status === "CANCELLED") return unavailable(t`cancelled`);
  if (!on_sale && Date.parse(sales_open_at) > now) {
    const [day, time] = [longDate(sales_open_at, venue.timezone), clockTime(sales_open_at, venue.timezone)];
    return unavailable(t`on sale ${day} ${time}`);
  }
  if (Date.parse(sales_close_at) <= now) return unavailable(t`sales ended`);
  if (!on_sale) return unavailable(t`box office only`);
  if (seats_available === 0) return unavailable(t`sold out`);
  return seats_available <= seats_total * FEW ? { text: t`few left`, tone: "few" } : null;
}

/** Whether the show has started. */
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
