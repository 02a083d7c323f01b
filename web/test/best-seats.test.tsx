import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { config, fakeApi, holdOf, problem, seats } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

/** Long enough for a tap before a response. */
const RESPONSE_MS = 100;

type SentRequest = { seat_ids: number[]; hold_token?: string };

/** Proposes the `proposals` in order, and holds and releases the requested seats. */
function proposeSeats(proposals: number[][], { together = true, conflicts = 0 } = {}) {
  const calls = { counts: [] as string[], held: [] as SentRequest[], released: [] as number[][] };
  let held: number[] = [];
  let races = conflicts;
  fakeApi.use(
    http.get("*/api/shows/7/best-seats/", ({ request }) => {
      calls.counts.push(new URL(request.url).searchParams.get("count") ?? "");
      const ids = proposals[Math.min(calls.counts.length, proposals.length) - 1] ?? [];
      const found = seats.filter((seat) => ids.includes(seat.id));
      return HttpResponse.json({ show_id: 7, count: ids.length, together, seats: found, seat_ids: ids });
    }),
    http.post("*/api/lock-seat/", async ({ request }) => {
      const body = (await request.json()) as SentRequest;
      calls.held.push(body);
      await delay(RESPONSE_MS);
      if (races-- > 0) return problem(409, "seats-taken", { seat_ids: body.seat_ids, suggestions: [] });
      held = [...held, ...body.seat_ids];
      return HttpResponse.json(holdOf(held), { status: 201 });
    }),
    http.post("*/api/release-lock/", async ({ request }) => {
      const { seat_ids } = (await request.json()) as SentRequest;
      calls.released.push(seat_ids);
      held = held.filter((id) => !seat_ids.includes(id));
      return HttpResponse.json({ released: seat_ids });
    }),
  );
  return calls;
}

const best = (name = /Best together/) => screen.findByRole("button", { name });
const button = (name: string) => screen.findByRole("button", { name });
const holdBar = () => within(screen.getByRole("region", { name: "Your choice" }));

it("holds the best seats for two in one tap", async () => {
  const calls = proposeSeats([[11, 12]]);
  const user = openApp("/show/7");
  await user.click(await best(/^2 people: Best together$/));
  expect(await holdBar().findByText("A1, A2")).toBeInTheDocument();
  expect(holdBar().getByText("2 of 2:")).toBeInTheDocument();
  expect(calls.counts).toEqual(["2"]);
  expect(calls.held.map((request) => request.seat_ids)).toEqual([[11, 12]]);
  expect(screen.getByRole("link", { name: "Continue" })).toBeInTheDocument();
});

it("limits the party to one to ten people", async () => {
  const calls = proposeSeats([[11]]);
  const user = openApp("/show/7");
  const fewer = await screen.findByRole("button", { name: "One person fewer" });
  await user.click(fewer);
  expect(fewer).toHaveAttribute("aria-disabled", "true");
  await user.click(fewer);
  await user.click(await best(/^1 person: Best seat$/));
  await waitFor(() => expect(calls.counts).toEqual(["1"]));
  for (let taps = 0; taps < 11; taps += 1)
    await user.click(screen.getByRole("button", { name: "One person more" }));
  expect(screen.getByText("10 people")).toBeInTheDocument();
});

it("tries once more after other visitors took the seats", async () => {
  const calls = proposeSeats(
    [
      [11, 12],
      [22, 23],
    ],
    { conflicts: 1 },
  );
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await holdBar().findByText("B2, B3")).toBeInTheDocument();
  expect(calls.held.map((request) => request.seat_ids)).toEqual([
    [11, 12],
    [22, 23],
  ]);
});

it("shows a second conflict like any other, and takes the nearest seats for the party", async () => {
  const calls = proposeSeats(
    [
      [11, 12],
      [22, 23],
    ],
    { conflicts: 2 },
  );
  const user = openApp("/show/7");
  await user.click(await best());
  expect(
    await screen.findByText("B2 and B3 were just taken. Nearest together: A1 and A2"),
  ).toBeInTheDocument();
  expect(calls.counts).toEqual(["2", "2"]);
  await user.click(await button("Take A1 and A2"));
  expect(await holdBar().findByText("A1, A2")).toBeInTheDocument();
});

it("says when the seats are not together, and releases them", async () => {
  const calls = proposeSeats([[11, 12, 24]], { together: false });
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await screen.findByText("Not all together: A1, A2 and B4. Keep them?")).toBeInTheDocument();
  await user.click(await button("Release them"));
  await waitFor(() => expect(calls.released).toEqual([[11, 12, 24]]));
  expect(await holdBar().findByText("Choose a seat to hold it for 5 minutes.")).toBeInTheDocument();
});

it("asks a visitor with a hold first, and releases the old seats only after holding the new ones", async () => {
  const calls = proposeSeats([[22, 23]]);
  const user = openApp("/show/7");
  await user.click(await screen.findByRole("checkbox", { name: /Row A seat 1,/ }));
  await holdBar().findByText("A1");
  await user.click(await best());
  expect(await screen.findByText("Best together: B2 and B3.")).toBeInTheDocument();
  expect(calls.held).toHaveLength(1);
  await user.click(await button("Take them instead of my seat"));
  expect(await holdBar().findByText("B2, B3")).toBeInTheDocument();
  expect(calls.held[1]).toEqual({ show_id: 7, seat_ids: [22, 23], hold_token: "token" });
  await waitFor(() => expect(calls.released).toEqual([[11]]));
});

it("says when that many seats are not free", async () => {
  const calls = proposeSeats([[]], { together: false });
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await screen.findByText("2 seats aren’t free any more.")).toBeInTheDocument();
  expect(calls.held).toEqual([]);
});

const free = (name: RegExp) => screen.findByRole("checkbox", { name });

describe("a party that was held together", () => {
  async function holdTogether(proposals: number[][]) {
    const calls = proposeSeats(proposals);
    const user = openApp("/show/7");
    await user.click(await best());
    await holdBar().findByText("A1, A2");
    return { calls, user };
  }

  it("moves as a whole to a tapped seat, and holds the new seats before it releases the old ones", async () => {
    const { calls, user } = await holdTogether([[11, 12]]);
    await user.click(await free(/Row B seat 3,/));
    expect(await holdBar().findByText("B3, B4")).toBeInTheDocument();
    await waitFor(() => expect(calls.released).toEqual([[11, 12]]));
    expect(calls.held[1]).toEqual({ show_id: 7, seat_ids: [23, 24], hold_token: "token" });
    expect(holdBar().getByText("2 of 2:")).toBeInTheDocument();
    expect(screen.getByText("2 people")).toBeInTheDocument();
  });

  it("goes to the last seat that is tapped during a move", async () => {
    const { calls, user } = await holdTogether([[11, 12]]);
    await user.click(await free(/Row B seat 3,/));
    await user.click(await free(/Row B seat 2,/));
    expect(await holdBar().findByText("B1, B2")).toBeInTheDocument();
    await waitFor(() => expect(calls.released.flat().sort()).toEqual([11, 12, 23, 24]));
  });

  it("goes to a seat that is tapped before it is held", async () => {
    const calls = proposeSeats([[11, 12]]);
    const user = openApp("/show/7");
    await user.click(await best());
    await screen.findByRole("checkbox", { name: /Row A seat 1,/, checked: true });
    await user.click(await free(/Row B seat 3,/));
    expect(await holdBar().findByText("B3, B4")).toBeInTheDocument();
    await waitFor(() => expect(calls.released).toEqual([[11, 12]]));
  });

  it("offers the nearest place if it does not fit around a seat, or the seat on its own", async () => {
    const { calls, user } = await holdTogether([
      [11, 12],
      [23, 24],
    ]);
    await user.click(await free(/Row A seat 4,/));
    expect(
      await screen.findByText("There are not 2 free seats together at A4. Nearest: B3 and B4."),
    ).toBeInTheDocument();
    expect(calls.held).toHaveLength(1);
    await user.click(await button("Add A4"));
    expect(await holdBar().findByText("A1, A2, A4")).toBeInTheDocument();
    expect(holdBar().getByText("3 of 3:")).toBeInTheDocument();
    expect(screen.getByText("3 people")).toBeInTheDocument();
  });

  it("adds a tapped seat after the number of people was raised", async () => {
    const { user } = await holdTogether([[11, 12]]);
    await user.click(screen.getByRole("button", { name: "One person more" }));
    expect(holdBar().getByText("2 of 3:")).toBeInTheDocument();
    await user.click(await free(/Row B seat 2,/));
    expect(await holdBar().findByText("A1, A2, B2")).toBeInTheDocument();
    expect(holdBar().getByText("3 of 3:")).toBeInTheDocument();
  });

  it("releases first what a hold can't have in addition", async () => {
    fakeApi.use(http.get("*/api/config/", () => HttpResponse.json({ ...config, max_seats_per_hold: 3 })));
    const { calls, user } = await holdTogether([[11, 12]]);
    await user.click(await free(/Row B seat 3,/));
    expect(await holdBar().findByText("B3, B4")).toBeInTheDocument();
    await waitFor(() => expect(calls.released).toEqual([[11], [12]]));
  });
});

it("adds seats that are chosen one by one, and counts the people", async () => {
  proposeSeats([]);
  const user = openApp("/show/7");
  await user.click(await free(/Row A seat 1,/));
  expect(await holdBar().findByText("1 of 2:")).toBeInTheDocument();
  await user.click(await free(/Row A seat 2,/));
  expect(await holdBar().findByText("2 of 2:")).toBeInTheDocument();
  await user.click(await free(/Row A seat 4,/));
  expect(await holdBar().findByText("3 of 3:")).toBeInTheDocument();
  expect(screen.getByText("3 people")).toBeInTheDocument();
});
