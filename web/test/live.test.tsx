import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { fakeApi, holdOf, problem } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";
import { SeatFeed } from "./seat-feed.ts";

const seat = (name: RegExp) => screen.findByRole("checkbox", { name });

/** Responds with the list of taken seats, and counts the requests. */
function takenList(seats: { id: number; status: string; mine?: boolean }[]) {
  const list = { seats, requests: 0 };
  fakeApi.use(
    http.get("*/api/hall-layout/7/availability/", () => {
      list.requests += 1;
      return HttpResponse.json({ show_id: 7, seats: list.seats });
    }),
  );
  return list;
}

it("shows the changes of other visitors without announcing them", async () => {
  const list = takenList([{ id: 13, status: "BOOKED" }]);
  const feed = new SeatFeed();
  openApp("/show/7");
  await waitFor(() => expect(feed.connections).toBe(1));
  feed.send([
    { id: 11, status: "LOCKED" },
    { id: 13, status: "AVAILABLE" },
  ]);
  expect(await seat(/Row A seat 1,.*held by someone else/)).toHaveAttribute("aria-disabled", "true");
  expect(await seat(/Row A seat 3,.*available/)).not.toHaveAttribute("aria-disabled");
  expect(screen.getByRole("log")).toBeEmptyDOMElement();
  const said = screen.getAllByRole("status").map((region) => region.textContent);
  expect(said.filter(Boolean)).toEqual(["2 people"]);
  expect(list.requests).toBe(1);
});

it("reloads the whole list when an event was missed", async () => {
  const list = takenList([]);
  const feed = new SeatFeed();
  openApp("/show/7");
  await waitFor(() => expect([feed.connections, list.requests]).toEqual([1, 1]));
  list.seats = [
    { id: 11, status: "LOCKED" },
    { id: 12, status: "BOOKED" },
  ];
  feed.send([{ id: 11, status: "LOCKED" }], { skipped: 1 });
  expect(await seat(/Row A seat 2,.*taken/)).toHaveAttribute("aria-disabled", "true");
  expect(list.requests).toBe(2);
});

it("reloads the whole list when the live process has restarted", async () => {
  const list = takenList([]);
  const feed = new SeatFeed();
  openApp("/show/7");
  await waitFor(() => expect([feed.connections, list.requests]).toEqual([1, 1]));
  list.seats = [{ id: 24, status: "BOOKED" }];
  feed.send([], { epoch: "e2" });
  expect(await seat(/Row B seat 4,.*taken/)).toHaveAttribute("aria-disabled", "true");
  expect(list.requests).toBe(2);
});

it("says that updates are paused, polls, and resumes the feed when it is back", async () => {
  const list = takenList([]);
  const feed = new SeatFeed();
  openApp("/show/7");
  await waitFor(() => expect(feed.connections).toBe(1));
  feed.disconnect();
  expect(screen.queryByText("Updates paused")).not.toBeInTheDocument();
  expect(await screen.findByText("Updates paused")).toHaveAttribute("role", "status");
  list.seats = [{ id: 21, status: "LOCKED" }];
  await waitFor(() => expect(screen.getByLabelText(/Row B seat 1,.*held/)).toBeInTheDocument(), {
    timeout: 20_000,
  });

  feed.taken = [{ id: 22, status: "LOCKED" }];
  feed.reconnect();
  await waitFor(() => expect(screen.queryByText("Updates paused")).not.toBeInTheDocument(), {
    timeout: 30_000,
  });
  expect(await seat(/Row B seat 2,.*held/)).toBeInTheDocument();
  expect(await seat(/Row B seat 1,.*available/)).toBeInTheDocument();
}, 60_000);

it("treats the feed as down after a `paused` event, until its next snapshot", async () => {
  takenList([]);
  const feed = new SeatFeed();
  openApp("/show/7");
  await waitFor(() => expect(feed.connections).toBe(1));
  feed.pause();
  expect(await screen.findByText("Updates paused")).toBeInTheDocument();
  feed.snapshot();
  await waitFor(() => expect(screen.queryByText("Updates paused")).not.toBeInTheDocument());
  expect(feed.connections).toBe(1);
});

it("reloads a hold when the feed reports that its seats are gone", async () => {
  localStorage.setItem("matinee.hold", JSON.stringify({ token: "token", showId: 7, seatIds: [11] }));
  let held = true;
  fakeApi.use(
    http.get("*/api/holds/current/", () =>
      held
        ? HttpResponse.json({ ...holdOf([11]), frozen: false, order: null })
        : problem(410, "hold-expired"),
    ),
  );
  takenList([{ id: 11, status: "LOCKED", mine: true }]);
  const feed = new SeatFeed();
  feed.taken = [{ id: 11, status: "LOCKED" }];
  openApp("/show/7");
  expect(await seat(/Row A seat 1,.*yours/)).toBeChecked();
  held = false;
  feed.send([{ id: 11, status: "AVAILABLE" }]);
  expect(await screen.findByText(/Your seats were released/)).toBeInTheDocument();
});

it("reloads a hold that the feed has not confirmed", async () => {
  localStorage.setItem("matinee.hold", JSON.stringify({ token: "token", showId: 7, seatIds: [11] }));
  let requests = 0;
  fakeApi.use(
    http.get("*/api/holds/current/", () => {
      requests += 1;
      return HttpResponse.json({ ...holdOf([11]), frozen: false, order: null });
    }),
  );
  takenList([{ id: 11, status: "LOCKED", mine: true }]);
  const feed = new SeatFeed();
  feed.taken = [{ id: 11, status: "LOCKED" }];
  openApp("/show/7");
  expect(await seat(/Row A seat 1,.*yours/)).toBeChecked();
  await waitFor(() => expect(feed.connections).toBe(1));
  fakeApi.use(
    http.post("*/api/lock-seat/", () => HttpResponse.json(holdOf([11, 12]), { status: 201 })),
    http.get("*/api/holds/current/", () => problem(410, "hold-expired")),
  );
  expect(requests).toBe(1);
  screen
    .getByRole("checkbox", { name: /Row A seat 2,/ })
    .dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(await screen.findByText(/Your seats were released/)).toBeInTheDocument();
});

it("closes the feed while the page is hidden", async () => {
  takenList([]);
  const feed = new SeatFeed();
  openApp("/show/7");
  await waitFor(() => expect(feed.connections).toBe(1));
  const look = (hidden: boolean) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  look(true);
  expect(() => feed.send([{ id: 11, status: "LOCKED" }])).toThrow();
  feed.taken = [{ id: 12, status: "LOCKED" }];
  look(false);
  expect(await seat(/Row A seat 2,.*held/)).toBeInTheDocument();
  expect(feed.connections).toBe(2);
});
