import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { config, fakeApi, holdOf, layout, orderOf, show } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

/** An hour before the show, by the server's clock. */
const SERVER_TIME = "2031-03-04T19:15:00+01:00";
const DAY = 24 * 3600 * 1000;

beforeEach(() =>
  fakeApi.use(http.get("*/api/config/", () => HttpResponse.json({ ...config, server_time: SERVER_TIME }))),
);
afterEach(() => vi.useRealTimers());

describe.each([
  ["two days ahead", 2],
  ["two days behind", -2],
  ["forty years behind", -40 * 365],
])("a device whose clock is %s", (_, days) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(SERVER_TIME) + days * DAY });
  });

  it("shows the cinema's current day with its coming shows", async () => {
    openApp("/");
    const strip = await screen.findByRole("navigation", { name: "Day" });
    const today = within(strip).getByRole("link", { name: "Today 4 Mar" });
    expect(today).toHaveAttribute("aria-current", "date");
    expect(within(strip).getByRole("link", { name: "Tomorrow" })).toHaveAttribute(
      "href",
      "/?venue=1&date=2031-03-05",
    );
    const time = await screen.findByRole("link", { name: /20:15/ });
    expect(time).not.toHaveAttribute("data-tone");
    expect(time).toHaveAccessibleName("20:15 Dutch from €11");
  });

  it("names the day of a film's shows", async () => {
    openApp("/film/3");
    expect(await screen.findByRole("heading", { name: "Today" })).toBeInTheDocument();
  });

  it("says when sales open", async () => {
    const later = { ...show, on_sale: false, sales_open_at: "2031-03-04T19:30:00+01:00" };
    fakeApi.use(http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, show: later })));
    openApp("/show/7");
    expect(await screen.findByText("Tickets go on sale on Tuesday 4 March at 19:30.")).toBeInTheDocument();
  });

  it("says when sales have ended", async () => {
    const over = { ...show, on_sale: false, sales_close_at: "2031-03-04T19:10:00+01:00" };
    fakeApi.use(http.get("*/api/hall-layout/7/", () => HttpResponse.json({ ...layout, show: over })));
    openApp("/show/7");
    expect(await screen.findByText("Sales for this show have ended.")).toBeInTheDocument();
  });

  it("offers a refund before the cinema's deadline, and saves the tickets", async () => {
    fakeApi.use(
      http.get("*/api/orders/s3cret/", () =>
        HttpResponse.json(orderOf({ refundable_until: "2031-03-04T19:20:00+01:00" })),
      ),
    );
    openApp("/ticket/s3cret");
    expect(await screen.findByText("Booked")).toBeInTheDocument();
    expect(await screen.findByRole("button", { name: "Cancel and refund" })).toBeInTheDocument();
    expect(localStorage.getItem("matinee.tickets.s3cret")).not.toBe(null);
  });

  it("offers no refund after the cinema's deadline", async () => {
    fakeApi.use(
      http.get("*/api/orders/s3cret/", () =>
        HttpResponse.json(orderOf({ refundable_until: "2031-03-04T19:10:00+01:00" })),
      ),
    );
    openApp("/ticket/s3cret");
    expect(await screen.findByText("Booked")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Cancel and refund" })).not.toBeInTheDocument();
  });
});

describe("an installation with other limits", () => {
  beforeEach(() =>
    fakeApi.use(
      http.get("*/api/config/", () =>
        HttpResponse.json({ ...config, hold_seconds: 420, max_seats_per_hold: 6 }),
      ),
    ),
  );

  it("says how long seats are held, and offers no larger party", async () => {
    sessionStorage.setItem("matinee.party", "9");
    const user = openApp("/show/7");
    expect(await screen.findByText("Choose a seat to hold it for 7 minutes.")).toBeInTheDocument();
    expect(screen.getByText(/A chosen seat is held for you for 7 minutes\./)).toBeInTheDocument();
    const more = screen.getByRole("button", { name: "One person more" });
    expect(screen.getByText("6 people")).toBeInTheDocument();
    await user.click(more);
    expect(screen.getByText("6 people")).toBeInTheDocument();
    expect(more).toHaveAttribute("aria-disabled", "true");
  });

  it("says so at checkout", async () => {
    localStorage.setItem("matinee.hold", JSON.stringify({ token: "token", showId: 7, seatIds: [11] }));
    fakeApi.use(
      http.get("*/api/holds/current/", () =>
        HttpResponse.json({
          ...holdOf([11]),
          locked_until: new Date(Date.now() + 420_000).toISOString(),
          frozen: false,
          order: null,
        }),
      ),
    );
    openApp("/checkout");
    expect(await screen.findByText(/^Seats held for 7 minutes\. You can ask for more/)).toBeInTheDocument();
  });
});
