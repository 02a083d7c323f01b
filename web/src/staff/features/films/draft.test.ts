import { expect, it } from "vitest";
import type { Film } from "#api/staff/types.ts";
import { changesOf, draftOf, EMPTY, rebased, valuesOf } from "./draft.ts";

const FILM: Film = {
  id: 7,
  version: 3,
  title: "Alien",
  original_title: "",
  release_year: 1979,
  duration_minutes: 117,
  genre: "Horror",
  rating: "R",
  ratings: { US: "R", DE: "16" },
  director: "Ridley Scott",
  cast: ["Sigourney Weaver", "Tom Skerritt"],
  synopsis: "",
  original_language: "en",
  trailer_url: "",
  poster_url: "",
  poster: "",
  audio_description: ["de", "en"],
  captions: [],
  translations: { de: { title: "Alien" } },
  created_at: "2026-12-01T12:00:00Z",
};

it("changes nothing as long as nothing is typed", () => {
  expect(changesOf(FILM, draftOf(FILM))).toBeNull();
  expect(
    changesOf(FILM, { ...draftOf(FILM), genre: " Horror ", cast: "Sigourney Weaver\n\nTom Skerritt\n" }),
  ).toBeNull();
});

it("sends only what differs", () => {
  const draft = {
    ...draftOf(FILM),
    release_year: "",
    ratings: { DE: "12", US: "" },
    translations: { de: { title: "Alien" }, fr: { title: "" } },
  };
  expect(changesOf(FILM, draft)).toEqual({ version: 3, release_year: null, ratings: { DE: "12" } });
});

it("keeps what is no number, so that the server says what is wrong", () => {
  const values = valuesOf({ ...EMPTY, title: " X ", duration_minutes: "1h 55", captions: "de; pt-BR" });
  expect(values).toMatchObject({
    title: "X",
    release_year: null,
    duration_minutes: "1h 55",
    captions: ["de", "pt-BR"],
  });
});

it("applies a change to a state that another person has changed", () => {
  const current = { ...FILM, version: 4, director: "R. Scott", genre: "Science fiction" };
  const draft = rebased(FILM, { ...draftOf(FILM), genre: "Comedy" }, current);
  expect(changesOf(current, draft)).toEqual({ version: 4, genre: "Comedy" });
  expect(draft.director).toBe("R. Scott");
});
