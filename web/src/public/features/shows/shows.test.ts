import { describe, expect, it } from "vitest";
import type { Show } from "#api/types.ts";
import { movie, show } from "#test/fake-api.ts";
import {
  changed,
  countFilters,
  filterOptions,
  filterShows,
  parseFilters,
  withoutFilters,
} from "./filters.ts";
import { byDay, byFilm, venuesOf } from "./grouping.ts";
import { availability, filmSummary, hasBegun, languages } from "./show-text.ts";

const one = (id: number, change: Partial<Show>): Show => ({ ...show, id, ...change });
const filters = (query: string) => parseFilters(new URLSearchParams(query));
const idsOf = (shows: Show[]) => shows.map(({ id }) => id);

const other = { ...movie, id: 4, title: "Amélie", genre: "Comedy", original_language: "fr" };
const shows = [
  one(1, { starts_at: "2031-03-04T14:00:00+01:00" }),
  one(2, { movie: other, audio_language: "fr", subtitle_language: "nl", format: "3D" }),
  one(3, { movie: other, audio_language: "nl", starts_at: "2031-03-05T00:15:00+01:00" }),
];

describe("filters", () => {
  it("match everything until one is set", () => {
    expect(idsOf(filterShows(shows, filters("venue=1&date=2031-03-04")))).toEqual([1, 2, 3]);
  });

  it.each([
    ["q=amelie", [2, 3]],
    ["q=AFTER", [1]],
    ["genre=Drama", [1]],
    ["language=fr", [2]],
    ["language=original", [1, 2]],
    ["format=3D", [2]],
    ["time=day", [1]],
    ["time=evening", [2]],
    ["time=late", [3]],
    ["time=never", []],
    ["genre=Comedy&language=nl", [3]],
  ])("%s", (query, ids) => {
    expect(idsOf(filterShows(shows, filters(query)))).toEqual(ids);
  });

  it("offer the values of the day and the selected ones", () => {
    expect(filterOptions(shows, filters("genre=Horror&language=original"))).toEqual({
      genres: ["Comedy", "Drama", "Horror"],
      languages: ["fr", "nl"],
      formats: ["2D", "3D"],
    });
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
      { text: "on sale Sunday 2 March 10:00", tone: "unavailable" },
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

  it("omits unknown details of a film", () => {
    expect(filmSummary(movie)).toBe("118 min · Drama · 12");
    expect(filmSummary({ ...movie, genre: "", rating: "" })).toBe("118 min");
  });
});
