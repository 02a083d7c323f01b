import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { writeCookie } from "#lib/cookies.ts";
import { fakeApi, problem, show, venue, wholeMovie } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const page = (results: unknown[]) => HttpResponse.json({ next: null, previous: null, results });

it("shows the film's details and age rating, then its shows by day", async () => {
  openApp("/film/3");
  expect(await screen.findByRole("heading", { level: 1, name: "The Long Afternoon" })).toBeInTheDocument();
  expect(document.title).toBe("The Long Afternoon · Matinee");
  const facts = screen.getAllByRole("definition").map((fact) => fact.textContent);
  expect(facts).toEqual(["118 min", "Drama", "12", "Ada Peeters", "2029", "Dutch"]);
  expect(screen.getByText("Kijkwijzer 12: Recommended for ages 12 and over.")).toBeInTheDocument();
  const day = await screen.findByRole("region", { name: "Tuesday 4 March" });
  expect(within(day).getByRole("link", { name: /20:15/ })).toHaveAttribute("href", "/show/7");
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
