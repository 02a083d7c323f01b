import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { preloadPage } from "#public/app/routes.tsx";
import { fakeApi, layout, orderOf, problem, show, venue } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const page = (results: unknown[]) => HttpResponse.json({ next: null, previous: null, results });

const MALFORMED_DAYS = ["2026-02-31", "2031-13-01", "0000-00-00", "tomorrow", "-1", "9".repeat(400), "%00"];
const MALFORMED_VENUES = ["-1", "0", "abc", "1e999", "9".repeat(400), "Infinity", "%00", "1.5"];
const NAMES_OF_EVERY_OBJECT = ["toString", "constructor", "__proto__", "hasOwnProperty"];

it.each(MALFORMED_DAYS)("shows today for the day %s", async (day) => {
  openApp(`/?date=${day}`);
  const strip = await screen.findByRole("navigation", { name: "Day" });
  expect(within(strip).getByRole("link", { current: "date" })).toHaveAccessibleName("Today 1 Mar");
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
});

it.each(MALFORMED_VENUES)("shows the first cinema for the cinema %s", async (venue) => {
  openApp(`/?venue=${venue}&city=${venue}`);
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  openApp(`/film/3?venue=${venue}`);
  expect(await screen.findByRole("heading", { level: 1, name: "The Long Afternoon" })).toBeInTheDocument();
});

it.each(
  ["genre", "language", "format", "time"].flatMap((filter) =>
    [...NAMES_OF_EVERY_OBJECT, "x".repeat(5000)].map((value) => `${filter}=${value}`),
  ),
)("says that nothing matches %s", async (filter) => {
  openApp(`/?date=2031-03-04&${filter}`);
  expect(await screen.findByText(/No show on Tuesday 4 March matches/)).toBeInTheDocument();
});

it("limits the search text to the API's maximum", async () => {
  const requests: string[] = [];
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) => {
      requests.push(new URL(request.url).searchParams.get("q") ?? "");
      return page([]);
    }),
  );
  openApp(`/?date=2031-03-04&q=${"x".repeat(5000)}`);
  expect(await screen.findByText(/^No film found for “x+”/)).toBeInTheDocument();
  expect(Math.max(...requests.map((q) => q.length))).toBe(200);
});

it.each(["/film/-1", "/film/1.5", "/show/x", "/show/-7", ...NAMES_OF_EVERY_OBJECT.map((name) => `/${name}`)])(
  "shows 'not found' at %s",
  async (address) => {
    await preloadPage(address);
    openApp(address);
    expect(await screen.findByRole("heading", { name: "Page not found" })).toBeInTheDocument();
  },
);

it.each([
  ["/film/99999999999999999999", "Film not found"],
  [`/film/${"9".repeat(400)}`, "Film not found"],
  ["/show/99999999999999999999", "This show is no longer listed"],
  [`/show/${"9".repeat(400)}`, "This show is no longer listed"],
  ["/ticket/%E0%A4%A", "Tickets not found"],
  ["/ticket/%00", "Tickets not found"],
])("knows nothing at %s", async (address, heading) => {
  fakeApi.use(
    http.get("*/api/movies/:id/", () => problem(404, "movie-not-found")),
    http.get("*/api/hall-layout/:id/", () => problem(404, "show-not-found")),
    http.get("*/api/hall-layout/:id/availability/", () => problem(404, "show-not-found")),
    http.get("*/api/shows/:id/events/", () => problem(404, "show-not-found")),
    http.get("*/api/orders/*", () => problem(404, "order-not-found")),
  );
  openApp(address);
  expect(await screen.findByRole("heading", { level: 1, name: heading })).toBeInTheDocument();
});

it.each(["/?date=2031-03-04", "/film/3", "/show/7", "/ticket/s3cret"])(
  "shows the times at %s of a cinema whose time zone the browser doesn't know",
  async (address) => {
    const factory = { ...show, venue: { ...venue, timezone: "Factory" } };
    fakeApi.use(
      http.get("*/api/venues/", () => page([factory.venue])),
      http.get("*/api/shows/", () => page([factory])),
      http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, show: factory })),
      http.get("*/api/orders/s3cret/", () => HttpResponse.json(orderOf({ show: factory }))),
    );
    openApp(address);
    expect((await screen.findAllByText(/20:15/))[0]).toBeInTheDocument();
  },
);

it("uses English for a cookie with an unknown language", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: as an attacker or another page would
  document.cookie = "language=toString; path=/";
  const { preferredLanguage } = await import("#lib/language.ts");
  expect(preferredLanguage()).toBe("en");
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "language=; path=/; max-age=0";
});
