import { describe, expect, it } from "vitest";
import type { Show } from "#api/types.ts";
import { ageRating, movie, show, venue } from "#test/fake-api.ts";
import {
  changed,
  countFilters,
  filterOptions,
  filterShows,
  parseFilters,
  withoutFilters,
} from "./filters.ts";
import { begunLast, byDay, byFilm, byPartOfDay, venuesOf } from "./grouping.ts";
import { availability, filmSummary, formatShort, hasBegun, languages, versionShort } from "./show-text.ts";

const one = (id: number, change: Partial<Show>): Show => ({ ...show, id, ...change });
const filters = (query: string) => parseFilters(new URLSearchParams(query));
const idsOf = (shows: Show[]) => shows.map(({ id }) => id);

const other = {
  ...movie,
  id: 4,
  title: "Amélie",
  genre: "Komödie",
  base_genre: "Comedy",
  original_language: "fr",
};
const shows = [
  one(1, { starts_at: "2031-03-04T14:00:00+01:00" }),
  one(2, { movie: other, audio_language: "fr", subtitle_language: "nl", format: "3D", base_format: "3D" }),
  one(3, { movie: other, audio_language: "nl", starts_at: "2031-03-05T00:15:00+01:00" }),
];

describe("filters", () => {
  it("match everything until one is set", () => {
    expect(idsOf(filterShows(shows, filters("venue=1&date=2031-03-04")))).toEqual([1, 2, 3]);
  });

  it.each([
    ["q=answered%20by%20the%20server", [1, 2, 3]],
    ["genre=Drama", [1]],
    ["language=fr", [2]],
    ["language=original", [1, 2]],
    ["format=3D", [2]],
    ["time=day", [1]],
    ["time=evening", [2]],
    ["time=late", [3]],
    ["time=tonight", [2, 3]],
    ["time=never", []],
    ["genre=Comedy&language=nl", [3]],
  ])("%s", (query, ids) => {
    expect(idsOf(filterShows(shows, filters(query)))).toEqual(ids);
  });

  it("offer the values of the day and the selected ones", () => {
    expect(filterOptions(shows, filters("genre=Horror&language=original"))).toEqual({
      genres: [
        { value: "Drama", name: "Drama" },
        { value: "Horror", name: "Horror" },
        { value: "Comedy", name: "Komödie" },
      ],
      languages: [
        { value: "nl", name: "Dutch" },
        { value: "fr", name: "French" },
      ],
      formats: [
        { value: "2D", name: "2D" },
        { value: "3D", name: "3D" },
      ],
    });
  });

  it("name a genre in the app's language, if any of its films does", () => {
    const untranslated = { ...other, genre: "Comedy" };
    for (const films of [
      [other, untranslated],
      [untranslated, other],
    ]) {
      const { genres } = filterOptions(
        films.map((film, index) => one(index, { movie: film })),
        filters(""),
      );
      expect(genres).toEqual([{ value: "Comedy", name: "Komödie" }]);
    }
  });

  it("merge base texts that have one name in the app's language", () => {
    const german = { ...other, base_genre: "Komödie" };
    const list = [one(1, { movie: other }), one(2, { movie: german }), one(3, {})];
    for (const chosen of ["Comedy", "Komödie"]) {
      expect(filterOptions(list, filters(`genre=${chosen}`)).genres).toEqual([
        { value: "Drama", name: "Drama" },
        { value: chosen, name: "Komödie" },
      ]);
      expect(idsOf(filterShows(list, filters(`genre=${chosen}`)))).toEqual([1, 2]);
    }
    expect(filterOptions(list, filters("")).genres).toHaveLength(2);
  });

  it("are query parameters and keep the others", () => {
    const address = changed(new URLSearchParams("venue=1"), { genre: "Drama", q: "a" });
    expect(String(address)).toBe("venue=1&genre=Drama&q=a");
    expect(countFilters(parseFilters(address))).toBe(2);
    expect(String(changed(address, { genre: "" }))).toBe("venue=1&q=a");
    expect(String(withoutFilters(address))).toBe("venue=1");
  });
});

describe("groups", () => {
  it("group shows by film, in the order of the first show", () => {
    expect(byFilm(shows).map((group) => [group.film.title, idsOf(group.shows)])).toEqual([
      ["The Long Afternoon", [1]],
      ["Amélie", [2, 3]],
    ]);
  });

  it("assign a show after midnight to the business day before", () => {
    expect(byDay(shows).map(({ day, shows: ofDay }) => [day, idsOf(ofDay)])).toEqual([
      ["2031-03-04", [1, 2, 3]],
    ]);
  });

  it("put shows that have begun last", () => {
    const now = Date.parse("2031-03-04T14:10:00+01:00");
    expect(idsOf(begunLast(shows, now))).toEqual([2, 3, 1]);
    expect(byFilm(begunLast(shows, now)).map((group) => group.film.title)).toEqual([
      "Amélie",
      "The Long Afternoon",
    ]);
  });

  it("name the parts of a day in their order, shows that have begun last", () => {
    const parts = (now: string) =>
      [...byPartOfDay(shows, Date.parse(now))].map(([part, ofPart]) => [part, idsOf(ofPart)]);
    expect(parts("2031-03-04T13:00:00+01:00")).toEqual([
      ["day", [1]],
      ["evening", [2]],
      ["late", [3]],
    ]);
    expect(parts("2031-03-04T14:00:00+01:00")).toEqual([
      ["evening", [2]],
      ["late", [3]],
      ["begun", [1]],
    ]);
  });

  it("name each cinema once", () => {
    expect(venuesOf(shows).map((venue) => venue.name)).toEqual(["Odeon"]);
  });
});

describe("the short text of a show", () => {
  const now = Date.parse("2031-03-01T12:00:00Z");

  it.each<[Partial<Show>, ReturnType<typeof availability>]>([
    [{}, null],
    [{ seats_available: 2 }, null],
    [{ seats_available: 1 }, { text: "few left", tone: "few" }],
    [{ seats_available: 0 }, { text: "sold out", tone: "unavailable" }],
    [
      { status: "CANCELLED", seats_available: 0 },
      { text: "cancelled", tone: "unavailable" },
    ],
    [{ on_sale: false }, { text: "box office only", tone: "unavailable" }],
    [{ sales_close_at: "2031-03-01T11:00:00Z" }, { text: "sales ended", tone: "unavailable" }],
    [
      { on_sale: false, sales_open_at: "2031-03-02T09:00:00Z" },
      { text: "on sale Sun 2 Mar, 10:00", tone: "unavailable" },
    ],
    [
      { starts_at: "2031-03-01T12:45:00+01:00", feature_starts_at: "2031-03-01T13:05:00+01:00" },
      { text: "started\u00a0· film from 13:05", tone: "begun" },
    ],
    [
      { starts_at: "2031-03-01T12:30:00+01:00", feature_starts_at: "2031-03-01T12:50:00+01:00" },
      { text: "film started 12:50", tone: "begun" },
    ],
    [
      { starts_at: "2031-03-01T12:45:00+01:00", seats_available: 0 },
      { text: "sold out", tone: "unavailable" },
    ],
  ])("%j", (change, said) => {
    expect(availability(one(1, change), now)).toEqual(said);
  });

  it("knows when it has started", () => {
    expect(hasBegun(show, now)).toBe(false);
    expect(hasBegun(show, Date.parse("2031-03-04T19:15:00Z"))).toBe(true);
  });

  it("names the spoken language and the subtitles", () => {
    expect(languages(one(1, {}))).toBe("Dutch");
    expect(languages(one(1, { subtitle_language: "de" }))).toBe("Dutch, German subtitles");
    expect(languages(one(1, { audio_language: "", subtitle_language: "de" }))).toBe("German subtitles");
    expect(languages(one(1, { audio_language: "no such tag" }))).toBe("no such tag");
  });

  it.each<[Partial<Show>, string]>([
    [{}, ""],
    [{ audio_language: "nl-BE" }, ""],
    [{ movie: other, audio_language: "fr" }, "OV"],
    [{ movie: other, audio_language: "fr", subtitle_language: "de" }, "OV, DE subs"],
    [{ movie: other, audio_language: "fr", subtitle_language: "en" }, "OV, EN subs"],
    [{ movie: other, audio_language: "fr", subtitle_language: "nl" }, "OV, NL subs"],
    [{ movie: other, audio_language: "nl" }, ""],
    [{ movie: other, audio_language: "de" }, "German"],
    [{ movie: other, audio_language: "nl", subtitle_language: "nl" }, "NL subs"],
    [{ movie: other, audio_language: "en", venue: { ...venue, country: "" } }, ""],
  ])("names the language version of %j: %s", (change, short) => {
    expect(versionShort(one(1, change))).toBe(short);
  });

  it("names every format except 2D", () => {
    expect(formatShort(one(1, {}))).toBe("");
    expect(formatShort(one(1, { format: "Vorpremiere", base_format: "Preview" }))).toBe("Vorpremiere");
  });

  it("omits unknown details of a film", () => {
    expect(filmSummary(movie, ageRating)).toBe("118\u00a0min\u00a0· Drama\u00a0· Kijkwijzer\u00a012");
    expect(filmSummary({ ...movie, genre: "" })).toBe("118\u00a0min");
  });
});
