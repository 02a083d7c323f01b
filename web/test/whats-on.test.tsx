import { onlineManager } from "@tanstack/react-query";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeApi, movie, problem, show, venue, wholeMovie } from "./fake-api.ts";
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
  expect(await screen.findByText(/^No shows on Monday 3 March\.$/)).toBeInTheDocument();
  expect(await screen.findByRole("link", { name: "Next shows: Tuesday 4 March" })).toHaveAttribute(
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

it("offers the programme, the bookings and a search at an unknown address", async () => {
  const user = openApp("/nowhere");
  expect(await screen.findByRole("heading", { name: "Page not found" })).toBeInTheDocument();
  const main = within(screen.getByRole("main"));
  expect(main.getByRole("link", { name: "What’s on" })).toHaveAttribute("href", "/");
  expect(main.getByRole("link", { name: "Find my booking" })).toHaveAttribute("href", "/find");
  await user.type(main.getByRole("searchbox", { name: "Find a film" }), "long & short{Enter}");
  expect(location.pathname + location.search).toBe("/?q=long+%26+short");
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
});

it("links a film's title to its page, with the shows of the same cinema", async () => {
  openApp("/?date=2031-03-04");
  expect(await screen.findByRole("link", { name: "The Long Afternoon" })).toHaveAttribute(
    "href",
    "/film/3?venue=1",
  );
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
  expect(await screen.findByText(/No show on Tuesday 4 March matches your filters\./)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "1 filter" })).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(location.search).toBe("?venue=1&date=2031-03-04");
});

it("searches the films of all coming days, in a linkable list", async () => {
  const later = { ...show, id: 9, starts_at: "2031-03-06T20:15:00+01:00" };
  const searches: string[] = [];
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.has("q")) searches.push(query.toString());
      return page(query.has("date") ? [show] : [show, later]);
    }),
  );
  const user = openApp("/?venue=1&date=2031-03-04");
  await user.type(await screen.findByRole("searchbox", { name: "Find a film" }), "logn");
  const found = await screen.findByRole("region", { name: "Search results" });
  expect(location.search).toBe("?venue=1&date=2031-03-04&q=logn");
  expect(await within(found).findByRole("heading", { name: "Thu 6 Mar" })).toBeInTheDocument();
  expect(within(found).getByRole("heading", { name: "Tue 4 Mar" })).toBeInTheDocument();
  expect(within(found).getAllByRole("link", { name: /20:15/ })).toHaveLength(2);
  expect(within(found).getByRole("heading", { name: "1 film for “logn”, all days" })).toBeInTheDocument();
  expect(searches).toEqual(["venue=1&q=logn&page_size=200&lang=en"]);
  const strip = screen.getByRole("navigation", { name: "Day" });
  expect(within(strip).queryByRole("link", { current: "date" })).not.toBeInTheDocument();
  await user.click(within(strip).getByRole("link", { name: "Wed 5 Mar" }));
  expect(location.search).toBe("?venue=1&date=2031-03-05");
});

it("says what to try when a search finds nothing", async () => {
  fakeApi.use(http.get("*/api/shows/", () => page([])));
  const user = openApp("/?date=2031-03-04&q=zzz");
  expect(
    await screen.findByText(
      "No film found for “zzz”. Try fewer words, or search for the title, the director or an actor.",
    ),
  ).toBeInTheDocument();
  fakeApi.resetHandlers();
  await user.click(screen.getByRole("button", { name: "Show the whole programme" }));
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(location.search).toBe("?date=2031-03-04");
});

it("says that a film has started, and lists it last", async () => {
  const begun = {
    ...show,
    id: 8,
    starts_at: "2031-03-01T10:45:00+01:00",
    feature_starts_at: "2031-03-01T11:05:00+01:00",
    movie: { ...movie, id: 4, title: "Begun" },
  };
  fakeApi.use(
    http.get("*/api/shows/", () => page([begun, { ...show, starts_at: "2031-03-01T20:15:00+01:00" }])),
  );
  openApp("/");
  const time = await screen.findByRole("link", { name: /10:45/ });
  expect(time).toHaveTextContent("from €11 · started · film from 11:05");
  const titles = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
  expect(titles).toEqual(["The Long Afternoon", "Begun"]);
});

it("says that a past day is over, and links to the next day with shows", async () => {
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) =>
      page(new URL(request.url).searchParams.has("date") ? [] : [show]),
    ),
  );
  openApp("/?date=2031-02-22&genre=Drama");
  expect(await screen.findByText(/^Saturday 22 February is over\.$/)).toBeInTheDocument();
  expect(await screen.findByRole("link", { name: "Next shows: Tuesday 4 March" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Clear filters" })).not.toBeInTheDocument();
});

it("names the year of a day in another one", async () => {
  fakeApi.use(http.get("*/api/shows/", () => page([])));
  openApp("/?date=2030-01-01");
  expect(await screen.findByText(/^Tuesday 1 January 2030 is over\./)).toBeInTheDocument();
  const strip = screen.getByRole("navigation", { name: "Day" });
  expect(within(strip).getByRole("link", { current: "date" })).toHaveAccessibleName("Tue 1 Jan 2030");
});

it.each([
  ["a past day if today has shows", "2031-02-22", [{ ...show, starts_at: "2031-03-01T20:15:00+01:00" }]],
  ["a later day if none after it has shows", "2032-08-01", [show]],
])("links to today’s programme from %s", async (_, day, shows) => {
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) =>
      page(new URL(request.url).searchParams.has("date") ? [] : shows),
    ),
  );
  openApp(`/?date=${day}&genre=Drama`);
  const link = await screen.findByRole("link", { name: "Show the current programme" });
  expect(link).toHaveAttribute("href", "/?venue=1&genre=Drama");
  expect(screen.queryByRole("link", { name: /^Next shows/ })).not.toBeInTheDocument();
});

it("links to the last day with shows from a day after it", async () => {
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) =>
      page(new URL(request.url).searchParams.has("date") ? [] : [show]),
    ),
  );
  openApp("/?date=2032-08-01");
  const link = await screen.findByRole("link", { name: "Last shows: Tuesday 4 March" });
  expect(link).toHaveAttribute("href", "/?venue=1&date=2031-03-04");
  const strip = screen.getByRole("navigation", { name: "Day" });
  const day = within(strip).getByRole("link", { name: "Sun 1 Aug 2032" });
  expect(day.closest("li")).toHaveAttribute("data-gap");
});

it("filters by a genre and a format that the address names in another language", async () => {
  const german = {
    ...show,
    format: "Vorpremiere",
    base_format: "Preview",
    movie: { ...movie, genre: "Komödie", base_genre: "Comedy" },
  };
  const other = { ...show, id: 8, starts_at: "2031-03-04T22:45:00+01:00" };
  fakeApi.use(http.get("*/api/shows/", () => page([german, other])));
  openApp("/?venue=1&date=2031-03-04&genre=Comedy&format=Preview");
  expect(await screen.findByRole("link", { name: /20:15/ })).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: /22:45/ })).not.toBeInTheDocument();
  expect(screen.getByRole("combobox", { name: "Genre" })).toHaveDisplayValue("Komödie");
  expect(screen.getByRole("combobox", { name: "Format" })).toHaveDisplayValue("Vorpremiere");
});

it("names a filter as another day does if no film of this day has its translation", async () => {
  const comedy = { ...show, movie: { ...movie, genre: "Komödie", base_genre: "Comedy" } };
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) =>
      page([new URL(request.url).searchParams.get("date") === "2031-03-04" ? comedy : show]),
    ),
  );
  const user = openApp("/?venue=1&date=2031-03-04&genre=Comedy");
  await screen.findByRole("link", { name: /20:15/ });
  await user.click(screen.getByRole("link", { name: "Wed 5 Mar" }));
  expect(await screen.findByText(/^No show on Wednesday 5 March matches/)).toBeInTheDocument();
  expect(screen.getByRole("combobox", { name: "Genre" })).toHaveDisplayValue("Komödie");
});

it("says that there are no more shows today", async () => {
  fakeApi.use(http.get("*/api/shows/", () => page([])));
  openApp("/");
  expect(await screen.findByText(/^No more shows today\./)).toBeInTheDocument();
  expect(await screen.findByText(/Later shows have not been announced yet\.$/)).toBeInTheDocument();
});

describe("once today has no shows left", () => {
  const cancelled = { ...show, id: 8, starts_at: "2031-03-01T20:15:00+01:00", status: "CANCELLED" };
  const ended = { ...show, id: 9, sales_close_at: "2031-03-01T10:00:00Z" };
  const cancelledLater = { ...cancelled, id: 10, starts_at: "2031-03-02T20:15:00+01:00" };

  const answerByDay = () => {
    const requests: (string | null)[] = [];
    fakeApi.use(
      http.get("*/api/shows/", ({ request }) => {
        const date = new URL(request.url).searchParams.get("date");
        requests.push(date);
        if (date === null) return page([cancelled, cancelledLater, show]);
        return page(date === "2031-03-04" ? [show] : [cancelled, ended]);
      }),
    );
    return requests;
  };

  it("opens on the next day with shows", async () => {
    answerByDay();
    openApp("/");
    const list = await screen.findByRole("region", { name: "Tuesday 4 March" });
    expect(await within(list).findByRole("heading", { name: "Tuesday 4 March" })).toBeInTheDocument();
    expect(within(list).getByText("No more shows today.")).toBeInTheDocument();
    expect(within(list).getByRole("link", { name: /20:15/ })).toHaveAttribute("href", "/show/7");
    const strip = screen.getByRole("navigation", { name: "Day" });
    expect(within(strip).getByRole("link", { current: "date" })).toHaveAccessibleName("Tue 4 Mar");
  });

  it("still shows today at an address that names it", async () => {
    answerByDay();
    openApp("/?date=2031-03-01");
    expect(await screen.findByText("cancelled")).toBeInTheDocument();
    expect(screen.queryByText("No more shows today.")).not.toBeInTheDocument();
  });

  it("keeps the focus in the search field", async () => {
    answerByDay();
    const user = openApp("/");
    await screen.findByText("No more shows today.");
    const field = screen.getByRole("searchbox", { name: "Find a film" });
    await user.type(field, "long");
    expect(field).toHaveFocus();
    await user.clear(field);
    expect(await screen.findByText("No more shows today.")).toBeInTheDocument();
    expect(field).toHaveFocus();
  });

  it("requests no other day before", async () => {
    const requests: (string | null)[] = [];
    fakeApi.use(
      http.get("*/api/shows/", ({ request }) => {
        requests.push(new URL(request.url).searchParams.get("date"));
        return page([cancelled, { ...show, seats_available: 0 }]);
      }),
    );
    openApp("/");
    expect(await screen.findByText("sold out")).toBeInTheDocument();
    expect(requests).toEqual(["2031-03-01"]);
  });
});

it.each([
  ["Tonight", "?venue=1&date=2031-03-01&time=tonight"],
  ["Tomorrow", "?venue=1&date=2031-03-02"],
  ["This weekend", "?venue=1&date=weekend"],
])("has a link to %s", async (name, search) => {
  fakeApi.use(http.get("*/api/shows/", () => page([])));
  const user = openApp("/?time=tonight&date=2031-03-04");
  const strip = await screen.findByRole("navigation", { name: "Day" });
  await user.click(within(strip).getByRole("link", { name }));
  expect(location.search).toBe(search);
  await waitFor(() =>
    expect(within(strip).getByRole("link", { name })).toHaveAttribute("aria-current", "true"),
  );
});

it("lists both days of the weekend", async () => {
  fakeApi.use(
    http.get("*/api/shows/", ({ request }) => {
      const day = new URL(request.url).searchParams.get("date");
      return page([{ ...show, id: day === "2031-03-01" ? 1 : 2, starts_at: `${day}T20:15:00+01:00` }]);
    }),
  );
  openApp("/?date=weekend");
  const list = await screen.findByRole("region", { name: "This weekend" });
  expect(await within(list).findByRole("heading", { name: "Sat 1 Mar" })).toBeInTheDocument();
  expect(within(list).getByRole("heading", { name: "Sun 2 Mar" })).toBeInTheDocument();
  expect(within(list).getAllByRole("link", { name: /20:15/ })).toHaveLength(2);
});

it("lists the evening by time, at an address of its own", async () => {
  const late = { ...show, id: 8, starts_at: "2031-03-04T22:45:00+01:00", seats_available: 0 };
  fakeApi.use(http.get("*/api/shows/", () => page([show, late])));
  const user = openApp("/?venue=1&date=2031-03-04");
  await user.click(await screen.findByRole("link", { name: "By time" }));
  expect(location.search).toBe("?venue=1&date=2031-03-04&view=time");
  const evening = (await screen.findByRole("heading", { name: "Evening" })).parentElement as HTMLElement;
  const row = within(evening).getByRole("link");
  expect(row).toHaveAttribute("href", "/show/7");
  expect(row).toHaveAccessibleName(
    "20:15 The Long Afternoon 118\u00a0min\u00a0· Kijkwijzer\u00a012\u00a0· Hall\u00a02 Dutch from €11",
  );
  const lateShow = screen.getByRole("link", { name: /22:45/ });
  expect(lateShow).toHaveTextContent("sold out");
  expect(lateShow).not.toHaveTextContent("€");
});

it("lists the films of later days with their first day", async () => {
  const film = (id: number, next_show_at: string | null) => ({
    ...wholeMovie,
    id,
    title: `Film ${id}`,
    next_show_at,
  });
  fakeApi.use(
    http.get("*/api/movies/", () =>
      page([
        film(3, "2031-03-04T20:15:00+01:00"),
        film(4, "2031-03-12T20:15:00+01:00"),
        film(5, "2031-03-06T00:15:00+01:00"),
        film(6, null),
      ]),
    ),
  );
  openApp("/?date=2031-03-04");
  const coming = await screen.findByRole("region", { name: "Coming soon" });
  const films = within(coming).getAllByRole("link");
  expect(films.map((one) => one.textContent)).toEqual([
    expect.stringContaining("Film 5 from 5 March"),
    expect.stringContaining("Film 4 from 12 March"),
  ]);
});

it("is one tab stop per day strip, with arrow keys", async () => {
  const user = openApp("/?date=2031-03-04");
  const strip = await screen.findByRole("navigation", { name: "Day" });
  const day = within(strip).getByRole("link", { name: "Tue 4 Mar" });
  expect(strip.querySelectorAll("a[tabindex='0']")).toHaveLength(1);
  day.focus();
  await user.keyboard("{ArrowRight}");
  expect(within(strip).getByRole("link", { name: "Wed 5 Mar" })).toHaveFocus();
  await user.keyboard("{Home}{ArrowLeft}");
  expect(within(strip).getByRole("link", { name: "Today 1 Mar" })).toHaveFocus();
  await user.keyboard("{End}{Enter}");
  expect(location.search).toBe("?venue=1&date=2031-03-14");
});

describe("without a network", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    onlineManager.setOnline(true);
  });

  it("shows the last programme with its time, and the current one when the network is back", async () => {
    openApp("/?date=2031-03-04");
    await screen.findByRole("link", { name: /20:15/ });
    cleanup();
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    onlineManager.setOnline(false);
    openApp("/");
    expect(
      await screen.findByText(
        /^You’re offline\. This is the programme as you last saw it: \w+ \d+ \w+, \d\d:\d\d\.$/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Tuesday 4 March\u00a0· Odeon" })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /20:15/ })).toHaveAttribute("href", "/show/7");
    online.mockReturnValue(true);
    onlineManager.setOnline(true);
    window.dispatchEvent(new Event("online"));
    expect(await screen.findByRole("combobox", { name: "Cinema" })).toHaveValue("1");
    expect(screen.queryByText(/You’re offline/)).not.toBeInTheDocument();
  });

  it("says that the list comes later if there is no last programme", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    onlineManager.setOnline(false);
    openApp("/");
    expect(
      await screen.findByText("You’re offline. The list appears when you’re connected again."),
    ).toBeInTheDocument();
  });
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
