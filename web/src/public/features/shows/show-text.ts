/** Short texts about shows and films. */

import { t } from "@lingui/core/macro";
import type { AgeRating, Movie, Show } from "#api/types.ts";
import { ageLabel } from "#lib/age-rating.ts";
import { DOT } from "#lib/dot.ts";
import { currentLanguage, languageName } from "#lib/language.ts";
import { clockTime, dateText } from "#lib/time.ts";

import { isOriginal, languageOf } from "./filters.ts";

const FEW = 0.15;

/** `few`: few seats left. `begun`: has started, still on sale. `unavailable`: no seat can be booked. */
export type Availability = { text: string; tone: "few" | "begun" | "unavailable" };

/** "few left", "sold out", "started · film from 20:30", "on sale Fri 27 Nov, 10:00"; else null. */
export function availability(show: Show, now: number): Availability | null {
  const { on_sale, sales_open_at, sales_close_at, seats_available, seats_total, venue } = show;
  const unavailable = (text: string): Availability => ({ text, tone: "unavailable" });
  if (show.status === "CANCELLED") return unavailable(t`cancelled`);
  if (!on_sale && Date.parse(sales_open_at) > now) {
    const [day, time] = [
      dateText(sales_open_at, venue.timezone, "short"),
      clockTime(sales_open_at, venue.timezone),
    ];
    return unavailable(t`on sale ${day}, ${time}`);
  }
  if (Date.parse(sales_close_at) <= now) return unavailable(t`sales ended`);
  if (!on_sale) return unavailable(t`box office only`);
  if (seats_available === 0) return unavailable(t`sold out`);
  if (hasBegun(show, now)) return { text: begunText(show, now), tone: "begun" };
  return seats_available <= seats_total * FEW ? { text: t`few left`, tone: "few" } : null;
}

/** Whether the show has started. */
export const hasBegun = (show: Show, now: number): boolean => Date.parse(show.starts_at) <= now;

function begunText({ feature_starts_at, venue }: Show, now: number): string {
  const time = clockTime(feature_starts_at, venue.timezone);
  if (Date.parse(feature_starts_at) <= now) return t`film started ${time}`;
  return t`started · film from ${time}`.replace(" · ", DOT);
}

/** "English, German subtitles" */
export function languages({ audio_language, subtitle_language }: Show): string {
  const spoken = languageName(audio_language);
  const written = languageName(subtitle_language);
  if (spoken && written) return t`${spoken}, ${written} subtitles`;
  return written ? t`${written} subtitles` : spoken;
}

/** The main language of the venue's country ("de" for "DE"), else that of the app. */
function localLanguage(country: string): string {
  try {
    return new Intl.Locale(`und-${country}`).maximize().language;
  } catch {
    return currentLanguage();
  }
}

/** In German, subtitles have abbreviations that moviegoers know: "OmU" and, in English, "OmeU". */
function subtitlesShort(tag: string): string {
  if (tag === "de") return t`OV, DE subs`;
  if (tag === "en") return t`OV, EN subs`;
  const code = tag.toUpperCase();
  return t`OV, ${code} subs`;
}

/**
 * The language version in few letters: "OV" (original), "OV, DE subs" or "DE subs" (with subtitles), or the
 * spoken language of another dub. Empty for a film in the local language.
 */
export function versionShort(show: Show): string {
  const { audio_language, subtitle_language, venue } = show;
  const written = languageOf(subtitle_language);
  if (written !== "" && isOriginal(show)) return subtitlesShort(written);
  const code = written.toUpperCase();
  if (written !== "") return t`${code} subs`;
  if (languageOf(audio_language) === localLanguage(venue.country)) return "";
  return isOriginal(show) ? t`OV` : languageName(audio_language);
}

/** Empty for 2D, which most shows are. */
export const formatShort = ({ format, base_format }: Show): string => (base_format === "2D" ? "" : format);

/** "118 min" */
export const lengthOf = ({ duration_minutes: minutes }: Movie): string => t`${minutes} min`;

/** "118 min · Drama · FSK 12": the parts that are known. Lines break only between them. */
export const joinFacts = (...facts: (string | null)[]): string =>
  facts.flatMap((fact) => (fact ? [fact.replaceAll(" ", "\u00a0")] : [])).join(DOT);

export const filmSummary = (film: Movie, rating?: AgeRating | null): string =>
  joinFacts(lengthOf(film), film.genre, rating ? ageLabel(rating) : null);
