import { cleanup, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, expect, it, vi } from "vitest";
import { fakeApi, problem, show, venue } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const page = (results: unknown[], next: string | null = null) =>
  HttpResponse.json({ next, previous: null, results });

afterEach(() => {
  vi.useRealTimers();
});

it("lists films with times on the venue's clock, prices and availability", async () => {
  fakeApi.use(http.get("*/api/shows/", () => page([{ ...show, seats_available: 1 }])));
  openApp("/?date=2031-03-04");
  const time = await screen.findByRole("link", { name: /20:15/ });
  expect(time).toHaveAttribute("href", "/show/7");
  expect(time).toHaveTextContent("from €11 · few left");
  expect(screen.getByRole("heading", { name: "The Long Afternoon" })).toBeInTheDocument();
  expect(document.title).toBe("What’s on · Matinee");
});

it("loads all pages of a long day", async () => {
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) =>
      new URL(request.url).searchParams.has("cursor")
        ? page([{ ...show, id: 8, starts_at: "2031-03-04T22:45:00+01:00" }])
        : page([show], "http://elsewhere/api/shows/?cursor=abc&page_size=200"),
    ),
  );
  openApp("/?date=2031-03-04");
  expect(await screen.findByRole("link", { name: /22:45/ })).toHaveAttribute("href", "/show/8");
});

it("says when there are no shows, and links to the next day with shows", async () => {
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) =>
      page(new URL(request.url).searchParams.has("date") ? [] : [show]),
    ),
  );
  openApp("/?date=2031-03-03");
  expect(await screen.findByText(/No shows on Monday\./)).toBeInTheDocument();
  expect(await screen.findByRole("link", { name: "Tuesday 4 March" })).toHaveAttribute(
    "href",
    "/?venue=1&date=2031-03-04",
  );
});

it("offers a retry when the API fails", async () => {
  fakeApi.use(http.get("*/api/shows/", () => new HttpResponse(null, { status: 500 }), { once: true }));
  const user = openApp("/?date=2031-03-04");
  await user.click(await screen.findByRole("button", { name: "Retry" }));
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Retry" })).not.toBeInTheDocument();
});

it("shows 'not found' at an unknown address", async () => {
  openApp("/nowhere");
  expect(await screen.findByRole("heading", { name: "Page not found" })).toBeInTheDocument();
});

it("links a film's title to its page", async () => {
  openApp("/?date=2031-03-04");
  expect(await screen.findByRole("link", { name: "The Long Afternoon" })).toHaveAttribute("href", "/film/3");
});

it("keeps the last list when a refresh fails", async () => {
  const user = openApp("/?date=2031-03-04");
  await screen.findByRole("link", { name: /20:15/ });
  fakeApi.use(http.get("*/api/shows/", () => problem(500, "server-error")));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  window.dispatchEvent(new Event("visibilitychange"));
  const retry = await screen.findByRole("button", { name: "Retry" });
  expect(screen.getByRole("link", { name: /20:15/ })).toBeInTheDocument();
  fakeApi.resetHandlers();
  await user.click(retry);
  await waitFor(() => expect(retry).not.toBeInTheDocument());
});

it("keeps filters in the address, says when nothing matches, and clears them", async () => {
  const user = openApp("/?venue=1&date=2031-03-04");
  await screen.findByRole("link", { name: /20:15/ });
  await user.selectOptions(screen.getByRole("combobox", { name: "Time" }), "From 21:00");
  expect(location.search).toBe("?venue=1&date=2031-03-04&time=late");
  expect(await screen.findByText(/Nothing on Tuesday matches\./)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "1 filter" })).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(location.search).toBe("?venue=1&date=2031-03-04");
});

it("finds a film by its title, on another day too", async () => {
  const later = { ...show, starts_at: "2031-03-06T20:15:00+01:00" };
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) => {
      const query = new URL(request.url).searchParams;
      return page(query.has("date") ? [] : query.get("q") === "long" ? [later] : []);
    }),
  );
  const user = openApp("/?date=2031-03-04");
  await user.type(await screen.findByRole("searchbox", { name: "Find a film" }), "long");
  expect(await screen.findByRole("link", { name: "Thursday 6 March" })).toHaveAttribute(
    "href",
    "/?venue=1&date=2031-03-06&q=long",
  );
});

it("marks a show that has started as past", async () => {
  fakeApi.use(http.get("*/api/shows/", () => page([{ ...show, starts_at: "2026-01-01T20:15:00Z" }])));
  openApp("/?date=2026-01-01");
  expect(await screen.findByRole("link", { name: /21:15/ })).toHaveAttribute("data-past", "true");
});

it("opens at the last selected cinema", async () => {
  const rex = { ...venue, id: 2, name: "Rex" };
  fakeApi.use(http.get("*/api/venues/", () => page([venue, rex])));
  openApp("/?venue=2");
  expect(await screen.findByRole("combobox", { name: "Cinema" })).toHaveValue("2");
  cleanup();
  openApp("/");
  expect(await screen.findByRole("combobox", { name: "Cinema" })).toHaveValue("2");
});
