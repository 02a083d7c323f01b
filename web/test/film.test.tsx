import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { writeCookie } from "#lib/cookies.ts";
import { ageRating, fakeApi, problem, show, venue, wholeMovie } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const page = (results: unknown[]) => HttpResponse.json({ next: null, previous: null, results });

it("shows the film's details and age rating, then its shows by day", async () => {
  openApp("/film/3");
  expect(await screen.findByRole("heading", { level: 1, name: "The Long Afternoon" })).toBeInTheDocument();
  expect(document.title).toBe("The Long Afternoon · Matinee");
  const facts = (await screen.findAllByRole("definition")).map((fact) => fact.textContent);
  expect(facts).toEqual(["Dutch", "Dutch, French"]);
  expect(
    screen.getByText(
      "Director: Ada Peeters · Cast: Jan Maes, Lies Peeters · Original title: De lange namiddag · Original language: Dutch",
    ),
  ).toBeInTheDocument();
  expect(screen.getByText(/^A house by the sea\.\s+A letter\.$/)).toBeInTheDocument();
  expect(await screen.findByText("Kijkwijzer 12: Recommended for ages 12 and over.")).toBeInTheDocument();
  expect(screen.getByText(/^2029 · 118 min · Drama · Kijkwijzer 12$/)).toBeInTheDocument();
  const day = await screen.findByRole("region", { name: "Tuesday 4 March" });
  const time = within(day).getByRole("link", { name: /20:15/ });
  expect(time).toHaveAttribute("href", "/show/7");
  expect(time).toHaveTextContent("Hall 2 · ends 22:30");
});

it("shows the age rating of the cinema's country only", async () => {
  const fsk = { ...ageRating, country: "DE", system: "FSK", rule: "For ages 12 and over." };
  fakeApi.use(
    http.get("*/api/movies/3/", () => HttpResponse.json({ ...wholeMovie, age_ratings: [fsk, ageRating] })),
  );
  openApp("/film/3");
  expect(await screen.findByText(/^Kijkwijzer 12: /)).toBeInTheDocument();
  expect(screen.queryByText(/FSK/)).not.toBeInTheDocument();
});

it("links to the trailer on its own site, in a new tab", async () => {
  openApp("/film/3");
  const trailer = await screen.findByRole("link", { name: /^Trailer/ });
  expect(trailer).toHaveAttribute("href", "https://example.org/trailer");
  expect(trailer).toHaveAttribute("target", "_blank");
  expect(trailer).toHaveAttribute("rel", "noopener noreferrer");
});

it("omits what is unknown about a film", async () => {
  const empty = {
    synopsis: "",
    cast: [],
    trailer_url: "",
    audio_description: [],
    captions: [],
    age_ratings: [],
  };
  fakeApi.use(
    http.get("*/api/movies/3/", () => HttpResponse.json({ ...wholeMovie, ...empty, original_title: "" })),
  );
  openApp("/film/3");
  await screen.findByRole("heading", { level: 1, name: "The Long Afternoon" });
  expect(await screen.findByText("Director: Ada Peeters · Original language: Dutch")).toBeInTheDocument();
  expect(screen.queryByRole("definition")).not.toBeInTheDocument();
  expect(screen.queryByRole("link", { name: /^Trailer/ })).not.toBeInTheDocument();
});

it("lists a long cast in full below the shows", async () => {
  const cast = ["A", "B", "C", "D", "E", "F", "G"];
  fakeApi.use(http.get("*/api/movies/3/", () => HttpResponse.json({ ...wholeMovie, cast })));
  openApp("/film/3");
  expect(await screen.findByText(/Cast: A, B, C, D, E, F · /)).toBeInTheDocument();
  expect(await screen.findByText("A, B, C, D, E, F, G")).toBeInTheDocument();
});

it("opens the rest of a long text", async () => {
  const synopsis = "Long. ".repeat(40).trim();
  fakeApi.use(http.get("*/api/movies/3/", () => HttpResponse.json({ ...wholeMovie, synopsis })));
  const user = openApp("/film/3");
  const text = await screen.findByText(synopsis);
  expect(text).toHaveAttribute("data-cut");
  await user.click(screen.getByRole("button", { name: "Read more", expanded: false }));
  expect(text).not.toHaveAttribute("data-cut");
  expect(screen.getByRole("button", { name: "Show less", expanded: true })).toHaveFocus();
});

it("has the first cinema of the programme that shows the film", async () => {
  const arena = { ...venue, id: 2, name: "Arena" };
  const later = { ...show, id: 8, venue: arena, starts_at: "2031-03-05T18:00:00+01:00" };
  fakeApi.use(http.get("*/api/shows/", () => page([show, later])));
  openApp("/film/3");
  expect(await screen.findByRole("combobox", { name: "Cinema" })).toHaveDisplayValue("Arena, Ghent");
  expect(screen.getByRole("link", { name: /18:00/ })).toBeInTheDocument();
});

it("requests only this film's shows, in the app's language", async () => {
  let requests: Request | undefined;
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) => {
      requests = request;
      return page([show]);
    }),
  );
  openApp("/film/3");
  await screen.findByRole("link", { name: /20:15/ });
  expect(new URL(requests?.url ?? "").search).toBe("?movie=3&page_size=200&lang=en");
  expect(requests?.headers.get("Accept-Language")).toBe("en");
});

it("shows one cinema's times and offers the other cinemas", async () => {
  const elsewhere = { ...venue, id: 2, name: "Rex", city: "Bruges" };
  const there = { ...show, id: 8, venue: elsewhere, starts_at: "2031-03-04T18:00:00+01:00" };
  fakeApi.use(http.get("*/api/shows/", () => page([there, show])));
  writeCookie("cinema", "1");
  const user = openApp("/film/3");
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: /18:00/ })).not.toBeInTheDocument();
  await user.selectOptions(screen.getByRole("combobox", { name: "Cinema" }), "Rex, Bruges");
  expect(await screen.findByRole("link", { name: /18:00/ })).toBeInTheDocument();
  expect(location.search).toBe("?venue=2");
});

it("says when nothing has been announced", async () => {
  fakeApi.use(http.get("*/api/shows/", () => page([])));
  openApp("/film/3");
  expect(await screen.findByText("No shows of this film have been announced.")).toBeInTheDocument();
});

it("shows 'not found' for an unknown film", async () => {
  fakeApi.use(http.get("*/api/movies/9/", () => problem(404, "movie-not-found")));
  openApp("/film/9");
  expect(await screen.findByRole("heading", { name: "Film not found" })).toBeInTheDocument();
  expect(screen.getByRole("searchbox", { name: "Find a film" })).toBeInTheDocument();
});

it("offers a retry when the API fails", async () => {
  fakeApi.use(http.get("*/api/movies/3/", () => problem(500, "server-error"), { once: true }));
  const user = openApp("/film/3");
  await user.click(await screen.findByRole("button", { name: "Retry" }));
  expect(await screen.findByRole("heading", { level: 1, name: wholeMovie.title })).toBeInTheDocument();
});

it("falls back to the drawn poster when the picture fails to load", async () => {
  fakeApi.use(
    http.get("*/api/movies/3/", () =>
      HttpResponse.json({ ...wholeMovie, poster_url: "https://img.example/3.jpg" }),
    ),
  );
  openApp("/film/3");
  const picture = await screen.findByRole("img", { name: "Poster of The Long Afternoon" });
  expect(picture).toHaveAttribute("src", "https://img.example/3.jpg");
  picture.dispatchEvent(new Event("error"));
  await waitFor(() => expect(picture).not.toBeInTheDocument());
  expect(screen.getByText("AFTERNOON")).toBeInTheDocument();
});

it("copies the film's address if the browser has no share sheet", async () => {
  const user = openApp("/film/3?venue=1");
  const copy = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(await screen.findByRole("button", { name: "Share" }));
  expect(await screen.findByRole("button", { name: "Link copied" })).toBeInTheDocument();
  expect(copy).toHaveBeenCalledWith("http://localhost/film/3");
});
