/** Texts about films. */

import { t } from "@lingui/core/macro";
import { formatLocale } from "#lib/language.ts";

/** "1 h 57 min". */
export function minutesText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours === 0 ? t`${rest} min` : t`${hours} h ${rest} min`;
}

/** "Germany" for "DE", in the app's language. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(formatLocale(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** What a changed field is called in the form. */
export function fieldName(field: string): string {
  const names: Record<string, string> = {
    title: t`Title`,
    original_title: t`Original title`,
    release_year: t`Year`,
    duration_minutes: t`Running time`,
    genre: t`Genre`,
    director: t`Director`,
    cast: t`Cast`,
    synopsis: t`Synopsis`,
    rating: t`Rating in the country of origin`,
    ratings: t`Age ratings`,
    trailer_url: t`Trailer`,
    poster_url: t`Poster on another site`,
    audio_description: t`Audio description`,
    captions: t`Captions`,
    translations: t`Other languages`,
  };
  return names[field] ?? field;
}
