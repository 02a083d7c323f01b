import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { boxOffice, show } from "./box-office.ts";
import { openApp } from "./open-app.tsx";

const page = (results: unknown[], next: string | null = null) =>
  HttpResponse.json({ next, previous: null, results });

it("lists films with times on the venue's clock, prices and what is left", async () => {
  boxOffice.use(http.get("*/api/shows/", () => page([{ ...show, seats_available: 1 }])));
  openApp("/?date=2031-03-04");
  const time = await screen.findByRole("link", { name: /20:15/ });
  expect(time).toHaveAttribute("href", "/show/7");
  expect(time).toHaveTextContent("from €11 · few left");
  expect(screen.getByRole("heading", { name: "The Long Afternoon" })).toBeInTheDocument();
  expect(document.title).toBe("What’s on · Matinee");
});

it("follows the pages of a long day to its end", async () => {
  boxOffice.use(
    http.get("*/api/shows/", ({ request }) =>
      new URL(request.url).searchParams.has("cursor")
        ? page([{ ...show, id: 8, starts_at: "2031-03-04T22:45:00+01:00" }])
        : page([show], "http://elsewhere/api/shows/?cursor=abc&page_size=200"),
    ),
  );
  openApp("/?date=2031-03-04");
  expect(await screen.findByRole("link", { name: /22:45/ })).toHaveAttribute("href", "/show/8");
});

it("says when there is nothing, and what comes next", async () => {
  boxOffice.use(
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

it("offers a retry when the box office fails", async () => {
  boxOffice.use(http.get("*/api/shows/", () => new HttpResponse(null, { status: 500 }), { once: true }));
  const user = openApp("/?date=2031-03-04");
  await user.click(await screen.findByRole("button", { name: "Retry" }));
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Retry" })).not.toBeInTheDocument();
});

it("answers an address that it doesn't know", async () => {
  openApp("/nowhere");
  expect(await screen.findByRole("heading", { name: "Page not found" })).toBeInTheDocument();
});
