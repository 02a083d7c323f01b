/** The page around the map: times, shows that cannot be booked, shared links, seats held elsewhere. */

import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Show } from "#api/types.ts";
import { ageLabel } from "#lib/age-rating.ts";
import { ageRating, config, fakeApi, holdOf, layout, problem, seats, show } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";
import { SeatFeed } from "./seat-feed.ts";

const seat = (name: RegExp) => screen.findByRole("checkbox", { name });
const holdBar = () => within(screen.getByRole("region", { name: "Your choice" }));

const showLayout = (change: Partial<Show>, status = "AVAILABLE") =>
  fakeApi.use(
    http.get("*/api/hall-layout/7/", () =>
      HttpResponse.json({
        ...layout,
        show: { ...show, ...change },
        seats: seats.map((one) => (status === "AVAILABLE" ? one : { ...one, status })),
      }),
    ),
    http.get("*/api/hall-layout/7/availability/", () =>
      HttpResponse.json({
        show_id: 7,
        seats: seats.flatMap(({ id }) => (status === "AVAILABLE" ? [] : [{ id, status }])),
      }),
    ),
  );

describe("the header of the show", () => {
  const header = async () => {
    const heading = await screen.findByRole("heading", { level: 1, name: show.movie.title });
    return heading.closest("header");
  };

  it("names time and place, the start and the end of the film", async () => {
    openApp("/show/7");
    const shown = await header();
    expect(shown).toHaveTextContent("Tuesday 4 March, 20:15 Hall 2, Odeon");
    expect(shown).toHaveTextContent(`${ageLabel(ageRating)}film 20:30 · ends 22:30 · 118 min`);
  });

  it("names no start of a film that begins at once", async () => {
    showLayout({ feature_starts_at: show.starts_at });
    openApp("/show/7");
    expect(await header()).toHaveTextContent(`${ageLabel(ageRating)}ends 22:30 · 118 min`);
  });

  it("says that a show on sale has started", async () => {
    const now = { server_time: "2031-03-04T20:16:00+01:00" };
    fakeApi.use(http.get("*/api/config/", () => HttpResponse.json({ ...config, ...now })));
    openApp("/show/7");
    await screen.findByText(/^started/);
    expect(await header()).toHaveTextContent("started · film from 20:30 · ends 22:30");
    expect(await screen.findByRole("button", { name: /Best together/ })).toBeInTheDocument();
  });
});

describe("while the hall loads", () => {
  it("shows the header of a show that the page before has listed", async () => {
    fakeApi.use(http.get("*/api/hall-layout/7/", () => delay("infinite")));
    const user = openApp("/film/3");
    await user.click((await screen.findAllByRole("link", { name: /20:15/ }))[0] as HTMLElement);
    expect(await screen.findByText("Loading the hall …")).toBeInTheDocument();
    const heading = screen.getByRole("heading", { level: 1, name: show.movie.title });
    expect(heading.closest("header")).toHaveTextContent("Tuesday 4 March, 20:15 Hall 2");
  });
});

const upcoming = ["2031-03-04T22:45:00+01:00", "2031-03-05T20:15:00+01:00", "2031-03-06T20:15:00+01:00"].map(
  (starts_at, index) => ({ ...show, id: 70 + index, starts_at }),
);

describe("a show that cannot be booked", () => {
  const offered = async () => {
    fakeApi.use(
      http.get("*/api/shows/", () =>
        HttpResponse.json({ next: null, previous: null, results: [show, ...upcoming] }),
      ),
    );
    openApp("/show/7");
    await screen.findByRole("link", { name: "Tue 4 Mar, 22:45 · Hall 2" });
    return screen
      .getAllByRole("link")
      .filter((link) => /^\/show\//.test(link.getAttribute("href") ?? ""))
      .map((link) => [link.textContent, link.getAttribute("href")]);
  };
  const next = [
    ["Tue 4 Mar, 22:45 · Hall 2", "/show/70"],
    ["Wed 5 Mar, 20:15 · Hall 2", "/show/71"],
    ["Thu 6 Mar, 20:15 · Hall 2", "/show/72"],
  ];
  const controls = /Best together|One person|Map|List|Whole hall|Larger|Smaller/;

  it.each([
    [
      "cancelled",
      { status: "CANCELLED" },
      /This show was cancelled\. If you have tickets, you get your money back/,
    ],
    ["closed", { on_sale: false, sales_close_at: "2031-02-01T00:00:00Z" }, "Sales for this show have ended."],
  ])("has no map and no controls, and offers the next three: %s", async (_, change, text) => {
    showLayout(change as Partial<Show>);
    expect(await offered()).toEqual(next);
    expect(screen.getByText(text)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: controls })).not.toBeInTheDocument();
    expect(screen.queryByText(/Choose a seat/)).not.toBeInTheDocument();
    expect(screen.queryByRole("grid")).not.toBeInTheDocument();
  });

  it("has no controls if sold out, until a seat becomes free", async () => {
    showLayout({ seats_available: 0 }, "BOOKED");
    const feed = new SeatFeed();
    feed.taken = seats.map(({ id }) => ({ id, status: "BOOKED" }));
    expect(await offered()).toEqual(next);
    expect(screen.queryByRole("button", { name: controls })).not.toBeInTheDocument();
    expect(screen.queryByText(/Choose a seat|Arrow keys/)).not.toBeInTheDocument();
    expect(screen.getByRole("grid")).not.toHaveAccessibleDescription();

    await waitFor(() => expect(feed.connections).toBe(1));
    feed.send([{ id: 11, status: "AVAILABLE" }]);
    expect(await screen.findByRole("button", { name: /Best together/ })).toBeInTheDocument();
    expect(screen.queryByText(/This show is sold out/)).not.toBeInTheDocument();
  });
});

describe("a shared link", () => {
  it("marks the seats, free or not, and holds none", async () => {
    openApp("/show/7?seats=a1,A3,Z9");
    expect(await screen.findByText("Your group’s seats: A1 and A3.")).toBeInTheDocument();
    expect(screen.getByText(/This link holds no seats for you\./)).toBeInTheDocument();
    expect(await seat(/^Row A seat 1, .*available, in the shared link$/)).toHaveAttribute("data-shared");
    expect(await seat(/^Row A seat 3, .*taken, in the shared link$/)).toHaveAttribute("data-shared");
    expect(document.querySelectorAll("[data-shared]")).toHaveLength(2);
    expect(screen.queryByRole("checkbox", { checked: true })).not.toBeInTheDocument();
  });

  it.each(["?seats=", "?seats=Z9,,x", "?seats=%00"])(
    "without seats of the hall shows the plain page: %s",
    async (text) => {
      openApp(`/show/7${text}`);
      await seat(/Row A seat 1,/);
      expect(screen.queryByText(/Your group’s seats/)).not.toBeInTheDocument();
    },
  );

  it("names the held seats", async () => {
    fakeApi.use(http.post("*/api/lock-seat/", () => HttpResponse.json(holdOf([11, 12]), { status: 201 })));
    const user = openApp("/show/7");
    await user.click(await seat(/Row A seat 1,/));
    await holdBar().findByText("A1, A2");
    await user.click(screen.getByRole("button", { name: "Share" }));
    expect(await navigator.clipboard.readText()).toBe(`${location.origin}/show/7?seats=A1,A2`);
  });
});

describe("seats held for another show", () => {
  const held: Record<string, unknown>[] = [];
  const released: unknown[] = [];

  const holdElsewhere = () => {
    held.length = 0;
    released.length = 0;
    localStorage.setItem("matinee.hold", JSON.stringify({ token: "other", showId: 8, seatIds: [81, 82] }));
    fakeApi.use(
      http.get("*/api/holds/current/", () =>
        HttpResponse.json({
          ...holdOf([81, 82]),
          ...{ hold_token: "other", show_id: 8, frozen: false, order: null },
        }),
      ),
      http.post("*/api/lock-seat/", async ({ request }) => {
        const body = (await request.json()) as { seat_ids: number[] };
        held.push(body);
        return HttpResponse.json(holdOf(body.seat_ids), { status: 201 });
      }),
      http.post("*/api/release-lock/", async ({ request }) => {
        released.push(await request.json());
        return HttpResponse.json({ released: [81, 82] });
      }),
      http.get("*/api/hall-layout/8/", () => problem(503, "busy")),
    );
  };

  it("are named with their show", async () => {
    holdElsewhere();
    const there = seats.slice(0, 2).map((one, index) => ({ ...one, id: 81 + index }));
    fakeApi.use(
      http.get("*/api/hall-layout/8/", () =>
        HttpResponse.json({ ...layout, show: { ...show, id: 8 }, seats: [...there, ...seats.slice(2)] }),
      ),
    );
    openApp("/show/7");
    expect(
      await screen.findByText(
        "You hold A1, A2 for The Long Afternoon, Tue 4 Mar, 20:15. A swap ends that hold.",
      ),
    ).toBeInTheDocument();
  });

  it("stay reachable after a tap, and are swapped for seats of this show", async () => {
    holdElsewhere();
    const user = openApp("/show/7");
    expect(
      await screen.findByText("You have a hold for another show. A swap ends that hold."),
    ).toBeInTheDocument();
    await user.click(await seat(/Row B seat 3,/));
    expect(
      await screen.findByText(
        "You have a hold for another show. A swap ends that hold. Take B3 and B4 here instead?",
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Go to my seats" })).toHaveAttribute("href", "/checkout");
    expect(screen.getByRole("button", { name: "Swap to this show" })).toHaveAttribute("data-kind", "primary");
    await user.click(screen.getByRole("button", { name: "Swap to this show" }));
    expect(await holdBar().findByText("B3, B4")).toBeInTheDocument();
    await waitFor(() => expect(held).toEqual([{ show_id: 7, seat_ids: [23, 24] }]));
    await waitFor(() => expect(released).toEqual([{ hold_token: "other" }]));
  });

  it("are swapped for the best seats if none was tapped", async () => {
    holdElsewhere();
    fakeApi.use(
      http.get("*/api/shows/7/best-seats/", ({ request }) => {
        expect(new URL(request.url).searchParams.get("count")).toBe("2");
        const ids = [11, 12];
        return HttpResponse.json({
          show_id: 7,
          count: 2,
          together: true,
          seats: seats.slice(0, 2),
          seat_ids: ids,
        });
      }),
    );
    const user = openApp("/show/7");
    await user.click(await screen.findByRole("button", { name: "Swap to this show" }));
    expect(await holdBar().findByText("A1, A2")).toBeInTheDocument();
    await waitFor(() => expect(released).toEqual([{ hold_token: "other" }]));
  });

  it("are kept if the swap fails", async () => {
    holdElsewhere();
    fakeApi.use(
      http.post("*/api/lock-seat/", () => problem(409, "seats-taken", { seat_ids: [23], suggestions: [] })),
    );
    const user = openApp("/show/7");
    await user.click(await seat(/Row B seat 3,/));
    await user.click(await screen.findByRole("button", { name: "Swap to this show" }));
    expect(await screen.findByText("B3 was just taken. Nearest together: B1 and B2")).toBeInTheDocument();
    expect(released).toEqual([]);
    expect(JSON.parse(localStorage.getItem("matinee.hold") ?? "")).toMatchObject({ token: "other" });
  });
});

describe("the map", () => {
  it("has its instructions once, on the grid", async () => {
    openApp("/show/7");
    await seat(/Row A seat 1,/);
    expect(screen.getByRole("grid")).toHaveAccessibleDescription(
      /^Arrow keys move between seats, Space chooses\. A chosen seat is held for you for 5 minutes\.$/,
    );
    expect(document.querySelectorAll("[data-seat][aria-describedby]")).toHaveLength(0);
  });

  it("explains seats that are out of service, where there are any", async () => {
    openApp("/show/7");
    const legend = within(await screen.findByRole("list", { name: "Legend" }));
    expect(legend.getByText("Taken")).toBeInTheDocument();
    expect(legend.queryByText("Out of service")).not.toBeInTheDocument();
    cleanup();

    const closed = seats.map((one) => (one.id === 24 ? { ...one, in_service: false } : one));
    fakeApi.use(
      http.get("*/api/hall-layout/8/", () =>
        HttpResponse.json({ ...layout, show: { ...show, id: 8 }, seats: closed }),
      ),
      http.get("*/api/hall-layout/8/availability/", () => HttpResponse.json({ show_id: 8, seats: [] })),
      http.get("*/api/shows/8/events/", () => problem(503, "busy")),
    );
    openApp("/show/8");
    expect(await screen.findByText("Out of service")).toBeInTheDocument();
  });

  it("names each price above it", async () => {
    openApp("/show/7");
    await seat(/Row A seat 1,/);
    const [above] = document.querySelectorAll("p[class*=prices]");
    expect(above).toHaveTextContent("Standard €11Premium €14");
  });

  it("calls seats for nothing free, in the bar too", async () => {
    const free = seats.map((one) => ({ ...one, price: "0.00" }));
    fakeApi.use(
      http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, seats: free })),
      http.post("*/api/lock-seat/", () => HttpResponse.json(holdOf([11]), { status: 201 })),
    );
    const user = openApp("/show/7");
    await user.click(await seat(/Row A seat 1,/));
    expect(document.querySelector("p[class*=prices]")).toHaveTextContent("Standard FreePremium Free");
    expect(await holdBar().findByText("Free")).toBeInTheDocument();
  });

  it("shows a tap before any response", async () => {
    fakeApi.use(http.post("*/api/lock-seat/", () => new Promise(() => undefined)));
    openApp("/show/7");
    const free = await seat(/Row A seat 1,/);
    fireEvent.click(free);
    expect(free).toHaveAttribute("data-s", "pending");
    expect(free).toBeChecked();
  });

  it("says the type and the price of the seat with the focus, until Escape or a touch", async () => {
    await import("#seat-map/seats/seat-tip.tsx");
    const user = openApp("/show/7");
    (await seat(/Row B seat 1,/)).focus();
    await user.keyboard("{ArrowRight}{ArrowLeft}");
    expect(await screen.findByText("B1 · Premium · €14.00")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(screen.queryByText("B1 · Premium · €14.00")).not.toBeInTheDocument();
    await user.hover(await seat(/Row A seat 3,/));
    expect(await screen.findByText("A3 · taken")).toBeInTheDocument();
    fireEvent.pointerDown(await seat(/Row A seat 3,/), { pointerType: "touch" });
    expect(screen.queryByText("A3 · taken")).not.toBeInTheDocument();
  });
});
