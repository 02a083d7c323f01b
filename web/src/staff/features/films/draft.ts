/** What the form of a film contains, as the values of the API, and what it changes of a stored film. */

import type { Film, FilmChanges, FilmRequest } from "#api/staff/types.ts";

type Texts = { title?: string; genre?: string; synopsis?: string };

/** Numbers and lists are texts, as they are typed. */
export type Draft = {
  title: string;
  original_title: string;
  release_year: string;
  duration_minutes: string;
  genre: string;
  director: string;
  cast: string;
  synopsis: string;
  original_language: string;
  rating: string;
  ratings: Record<string, string>;
  trailer_url: string;
  poster_url: string;
  audio_description: string;
  captions: string;
  translations: Record<string, Texts>;
};

export const EMPTY: Draft = {
  title: "",
  original_title: "",
  release_year: "",
  duration_minutes: "",
  genre: "",
  director: "",
  cast: "",
  synopsis: "",
  original_language: "",
  rating: "",
  ratings: {},
  trailer_url: "",
  poster_url: "",
  audio_description: "",
  captions: "",
  translations: {},
};

export const draftOf = (film: Film): Draft => ({
  title: film.title,
  original_title: film.original_title,
  release_year: film.release_year === null ? "" : String(film.release_year),
  duration_minutes: String(film.duration_minutes),
  genre: film.genre,
  director: film.director,
  cast: film.cast.join("\n"),
  synopsis: film.synopsis,
  original_language: film.original_language,
  rating: film.rating,
  ratings: film.ratings,
  trailer_url: film.trailer_url,
  poster_url: film.poster_url,
  audio_description: film.audio_description.join(", "),
  captions: film.captions.join(", "),
  translations: film.translations,
});

const parts = (text: string, separator: RegExp): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A number, or the text itself, which the server refuses with a message. */
const numberOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : (text as never));

/** Without empty texts, in a fixed order, so that equal values are equal as JSON. */
function sorted<T extends object>(values: Record<string, T | string>): Record<string, T> {
  const entries = Object.entries(values)
    .map(([name, value]) => [
      name,
      typeof value === "string" ? value.trim() : sorted(value as Record<string, string>),
    ])
    .filter(
      ([, value]) => value !== "" && (typeof value === "string" || Object.keys(value ?? {}).length > 0),
    );
  return Object.fromEntries(entries.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}

/** The values for the API. */
export const valuesOf = (draft: Draft): FilmRequest => ({
  title: draft.title.trim(),
  original_title: draft.original_title.trim(),
  release_year: draft.release_year.trim() === "" ? null : numberOf(draft.release_year),
  duration_minutes: numberOf(draft.duration_minutes),
  genre: draft.genre.trim(),
  director: draft.director.trim(),
  cast: parts(draft.cast, /\n/),
  synopsis: draft.synopsis.trim(),
  original_language: draft.original_language.trim(),
  rating: draft.rating.trim(),
  ratings: sorted(draft.ratings) as unknown as Record<string, string>,
  trailer_url: draft.trailer_url.trim(),
  poster_url: draft.poster_url.trim(),
  audio_description: parts(draft.audio_description, /[,;\s]+/),
  captions: parts(draft.captions, /[,;\s]+/),
  translations: sorted(draft.translations),
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Only what differs, for the request; null if nothing does. */
export function changesOf(before: Film, draft: Draft): FilmChanges | null {
  const former = valuesOf(draftOf(before));
  const changed = Object.entries(valuesOf(draft)).filter(
    ([name, value]) => !isSame(value, former[name as keyof FilmRequest]),
  );
  return changed.length === 0 ? null : { version: before.version, ...Object.fromEntries(changed) };
}

/** The same change, applied to the current state: each field that was changed here. */
export function rebased(before: Film, draft: Draft, current: Film): Draft {
  const former = draftOf(before);
  const changed = Object.entries(draft).filter(
    ([name, value]) => !isSame(value, former[name as keyof Draft]),
  );
  return { ...draftOf(current), ...Object.fromEntries(changed) };
}
