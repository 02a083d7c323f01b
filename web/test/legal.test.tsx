import { act, screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LegalPage } from "#api/types.ts";
import { rememberVenue } from "#api/venues.ts";
import { fakeApi, layout, orderOf, problem, show, terms, venue } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const imprint: LegalPage = {
  kind: "imprint",
  language: "nl",
  url: "/legal/1/imprint",
  blocks: [
    { heading: false, text: "Odeon\nMarkt 1" },
    { heading: true, text: "Btw" },
    { heading: false, text: "BE <1>" },
  ],
  venue_name: "Odeon",
};

it("shows the text of a legal page in its language", async () => {
  fakeApi.use(http.get("*/api/venues/1/legal/imprint/", () => HttpResponse.json(imprint)));
  openApp("/legal/1/imprint");
  expect(await screen.findByText("Odeon")).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "Legal notice" })).toBeInTheDocument();
  expect(document.title).toBe("Legal notice, Odeon · Matinee");
  expect(screen.getByRole("heading", { name: "Btw" }).parentElement).toHaveAttribute("lang", "nl");
  expect(screen.getByText("BE <1>")).toBeInTheDocument();
});

it("links to a page on another site", async () => {
  const elsewhere = { ...imprint, url: "https://odeon.example/imprint", blocks: [] };
  fakeApi.use(http.get("*/api/venues/1/legal/imprint/", () => HttpResponse.json(elsewhere)));
  openApp("/legal/1/imprint");
  const link = await screen.findByRole("link", { name: "https://odeon.example/imprint" });
  expect(link).toHaveAttribute("href", "https://odeon.example/imprint");
});

it("does not link to itself where a text is empty", async () => {
  fakeApi.use(http.get("*/api/venues/1/legal/imprint/", () => HttpResponse.json({ ...imprint, blocks: [] })));
  openApp("/legal/1/imprint");
  const link = await within(await screen.findByRole("main")).findByRole("link");
  expect(link).toHaveAttribute("href", "/?venue=1");
  expect(link).toHaveTextContent("What’s on at Odeon");
});

it("says that the cinema has no such page", async () => {
  fakeApi.use(http.get("*/api/venues/1/legal/terms/", () => problem(404, "legal-page-not-found")));
  openApp("/legal/1/terms");
  expect(await screen.findByText("This cinema has no such page.")).toBeInTheDocument();
});

it("does not request a page of an unknown kind", async () => {
  const requests: string[] = [];
  fakeApi.use(
    http.get("*/api/venues/1/legal/:kind/", ({ request }) => {
      requests.push(request.url);
      return problem(404, "legal-page-not-found");
    }),
  );
  openApp("/legal/1/constructor");
  expect(await screen.findByRole("heading", { name: "Page not found" })).toBeInTheDocument();
  expect(requests).toEqual([]);
});

describe("the footer", () => {
  // It loads seconds after the page, so time passes ten times as fast.
  let clock: NodeJS.Timeout;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    clock = setInterval(() => vi.advanceTimersByTime(100), 10);
  });
  afterEach(() => {
    clearInterval(clock);
    vi.useRealTimers();
  });

  const rex = { ...venue, id: 2, name: "Rex", address: "Quay 2" };
  const atRex = { ...show, venue: rex };
  const page = (results: unknown[]) => HttpResponse.json({ next: null, previous: null, results });
  const footer = async () => within(await screen.findByRole("contentinfo"));

  it.each(["/", "/film/3", "/show/7", "/checkout", "/find", "/legal/1/imprint", "/nowhere"])(
    "links to the legal pages of the cinema at %s",
    async (address) => {
      fakeApi.use(http.get("*/api/venues/1/legal/imprint/", () => HttpResponse.json(imprint)));
      openApp(address);
      const legal = await (await footer()).findByRole("navigation", { name: "Legal" });
      const links = within(legal).getAllByRole("link");
      expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
        ["Legal notice", "/legal/1/imprint"],
        ["Privacy", "https://odeon.example/privacy"],
      ]);
    },
  );

  it.each(["/?venue=2", "/film/3", "/show/7", "/ticket/s3cret", "/legal/2/imprint"])(
    "is of the cinema that %s shows, not of the last selected one",
    async (address) => {
      rememberVenue(1);
      fakeApi.use(
        http.get("*/api/venues/", () => page([venue, rex])),
        http.get("*/api/venues/2/legal/imprint/", () => HttpResponse.json(imprint)),
        http.get("*/api/shows/", () => page([atRex])),
        http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, show: atRex })),
        http.get("*/api/orders/s3cret/", () => HttpResponse.json(orderOf({ show: atRex }))),
        http.get("*/api/venues/2/terms/", () =>
          HttpResponse.json({
            ...terms,
            legal_pages: [{ kind: "terms", language: "en", url: "/legal/2/terms" }],
          }),
        ),
      );
      openApp(address);
      const place = await footer();
      expect(await place.findByText(/Quay 2, Ghent/)).toBeInTheDocument();
      expect(await place.findByRole("link", { name: "Terms and conditions" })).toHaveAttribute(
        "href",
        "/legal/2/terms",
      );
    },
  );

  it.each(["/show/7", "/ticket/s3cret", "/film/3", "/legal/99/imprint"])(
    "is of no cinema until that of %s is known",
    async (address) => {
      const never = () => delay("infinite");
      openApp("/");
      const place = await footer();
      expect(await place.findByText(/Market 1, Ghent/)).toBeInTheDocument();
      fakeApi.use(
        http.get("*/api/venues/99/legal/imprint/", never),
        http.get("*/api/shows/", never),
        http.get("*/api/hall-layout/7/", never),
        http.get("*/api/orders/s3cret/", never),
      );
      act(() => history.pushState(null, "", address));
      await waitFor(() => expect(place.queryByText(/Market 1, Ghent/)).not.toBeInTheDocument());
    },
  );

  it.each(["/show/7", "/show/nonsense", "/show/7/x", "/film/nonsense", "/film/3/x", "/ticket"])(
    "is of the selected cinema if the page has none: %s",
    async (address) => {
      fakeApi.use(http.get("*/api/hall-layout/7/", () => problem(404, "show-not-found")));
      openApp(address);
      expect(await (await footer()).findByRole("navigation", { name: "Legal" })).toBeInTheDocument();
    },
  );

  it("is of the selected cinema where a film has no shows", async () => {
    fakeApi.use(http.get("*/api/shows/", () => page([])));
    openApp("/film/3");
    expect(await (await footer()).findByText(/Market 1, Ghent/)).toBeInTheDocument();
  });

  it.each([
    ["/", "*/api/shows/"],
    ["/film/3", "*/api/movies/3/"],
    ["/film/3", "*/api/shows/"],
    ["/show/7", "*/api/hall-layout/7/"],
    ["/ticket/s3cret", "*/api/orders/s3cret/"],
  ])("is of the selected cinema where %s fails to load %s", async (address, request) => {
    fakeApi.use(http.get(request, () => problem(503, "busy")));
    openApp(address);
    const place = await footer();
    expect(await place.findByRole("link", { name: "Legal notice" })).toBeInTheDocument();
  });

  it("has no legal pages where the cinema has none", async () => {
    fakeApi.use(
      http.get("*/api/venues/1/terms/", () =>
        HttpResponse.json({ refundable_until_minutes: null, legal_pages: [] }),
      ),
    );
    openApp("/");
    const place = await footer();
    expect(await place.findByText(/Market 1, Ghent/)).toBeInTheDocument();
    expect(place.queryByRole("navigation", { name: "Legal" })).not.toBeInTheDocument();
  });
});
