/** The filters of the list. They are query parameters, so that a filtered list can be shared and reopened. */

import type { Show } from "#api/types.ts";
import { formatLocale, languageName } from "#lib/language.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { clockTime } from "#lib/time.ts";

const NAMES = ["q", "genre", "language", "format", "time"] as const;

/**
 * An empty value matches everything. `q` is a search for films, which the server answers. `genre` and `format`
 * are base texts, so that a link works in each language. `language` is the spoken language (BCP 47, or
 * ORIGINAL).
 */
export type Filters = Record<(typeof NAMES)[number], string>;

export const ORIGINAL = "original";

/** Start and end on the venue's clock. "late" includes the hours after midnight. */
export const TIMES = {
  day: ["05:00", "17:00"],
  evening: ["17:00", "21:00"],
  late: ["21:00", "05:00"],
  tonight: ["17:00", "05:00"],
} as const;

export const TONIGHT = "tonight" satisfies keyof typeof TIMES;

export type TimeOfDay = keyof typeof TIMES;

export function parseFilters(address: URLSearchParams): Filters {
  return Object.fromEntries(
    NAMES.map((name) => [name, (address.get(name) ?? "").slice(0, MAX_LENGTH.search)]),
  ) as Filters;
}

export const countFilters = (filters: Filters): number => NAMES.filter((name) => filters[name] !== "").length;

/** A copy of `address` with `changes`. An empty value deletes its parameter. */
export function changed(address: URLSearchParams, changes: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export const withoutFilters = (address: URLSearchParams): URLSearchParams =>
  changed(address, Object.fromEntries(NAMES.map((name) => [name, ""])));

/** "en-GB" → "en" */
export const languageOf = (tag: string): string => tag.split("-")[0] ?? "";

export function isOriginal({ audio_language, movie }: Show): boolean {
  return audio_language !== "" && languageOf(audio_language) === languageOf(movie.original_language);
}

function isAt(show: Show, time: string): boolean {
  if (!Object.hasOwn(TIMES, time)) return false;
  const [from, until] = TIMES[time as TimeOfDay];
  const clock = clockTime(show.starts_at, show.venue.timezone);
  return from < until ? clock >= from && clock < until : clock >= from || clock < until;
}

function speaks(show: Show, language: string): boolean {
  return language === ORIGINAL ? isOriginal(show) : languageOf(show.audio_language) === language;
}

/** A value of a filter, and its name in the app's language. */
export type FilterOption = { value: string; name: string };

export type FilterOptions = { genres: FilterOption[]; languages: FilterOption[]; formats: FilterOption[] };

const genreOf = ({ movie }: Show): FilterOption => ({ value: movie.base_genre, name: movie.genre });
const formatOf = (show: Show): FilterOption => ({ value: show.base_format, name: show.format });

/** The name of each value. A film without a translation does not hide the name that another has. */
function namesOf(options: readonly FilterOption[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { value, name } of options) {
    if (value !== "" && (name !== value || !names.has(value))) names.set(value, name);
  }
  return names;
}

/** Whether a value has the name of the chosen one. */
function matcher(options: readonly FilterOption[], chosen: string): (value: string) => boolean {
  const names = namesOf(options);
  const wanted = names.get(chosen) ?? chosen;
  return (value) => chosen === "" || names.get(value) === wanted;
}

/** Applies all filters except the search. */
export function filterShows(shows: readonly Show[], { genre, language, format, time }: Filters): Show[] {
  const isGenre = matcher(shows.map(genreOf), genre);
  const isFormat = matcher(shows.map(formatOf), format);
  return shows.filter(
    (show) =>
      isGenre(show.movie.base_genre) &&
      (language === "" || speaks(show, language)) &&
      isFormat(show.base_format) &&
      (time === "" || isAt(show, time)),
  );
}

/** The distinct names, sorted. The first value of equal names is the option's. */
function distinct(options: FilterOption[]): FilterOption[] {
  const values = new Map([...namesOf(options)].reverse().map(([value, name]) => [name, value]));
  return [...values]
    .map(([name, value]) => ({ value, name }))
    .sort((one, other) => one.name.localeCompare(other.name, formatLocale()));
}

/** The chosen value and those of `shows`, with the names that all loaded shows have for them. */
function optionsOf(
  chosen: string,
  shows: readonly Show[],
  loaded: readonly Show[],
  optionOf: (show: Show) => FilterOption,
): FilterOption[] {
  const names = namesOf([...loaded, ...shows].map(optionOf));
  const values = [chosen, ...shows.map((show) => optionOf(show).value)];
  return distinct(values.map((value) => ({ value, name: names.get(value) ?? value })));
}

/**
 * The values of the day's shows. A selected value is always included. `loaded` are shows of other days, which
 * may have the translation of a value.
 */
export function filterOptions(
  shows: readonly Show[],
  chosen: Filters,
  loaded: readonly Show[] = [],
): FilterOptions {
  const languages = [chosen.language, ...shows.map((show) => languageOf(show.audio_language))];
  return {
    genres: optionsOf(chosen.genre, shows, loaded, genreOf),
    languages: distinct(
      languages.filter((tag) => tag !== ORIGINAL).map((tag) => ({ value: tag, name: languageName(tag) })),
    ),
    formats: optionsOf(chosen.format, shows, loaded, formatOf),
  };
}
