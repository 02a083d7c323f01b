import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { fakeApi, holdOf, problem, seats } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

type SelectedDay = { seat_ids: number[]; hold_token?: string };

/** A box office that proposes `proposals`, one after the other, and holds and takes back what it is asked for. */
function proposing(proposals: number[][], { together = true, lost = 0 } = {}) {
  const office = { counts: [] as string[], taken: [] as SelectedDay[], released: [] as number[][] };
  let held: number[] = [];
  let races = lost;
  fakeApi.use(
    http.get("*/api/shows/7/best-seats/", ({ request }) => {
      office.counts.push(new URL(request.url).searchParams.get("count") ?? "");
      const ids = proposals[Math.min(office.counts.length, proposals.length) - 1] ?? [];
      const found = seats.filter((seat) => ids.includes(seat.id));
      return HttpResponse.json({ show_id: 7, count: ids.length, together, seats: found, seat_ids: ids });
    }),
    http.post("*/api/lock-seat/", async ({ request }) => {
      const asked = (await request.json()) as SelectedDay;
      office.taken.push(asked);
      if (races-- > 0) return problem(409, "seats-taken", { seat_ids: asked.seat_ids, suggestions: [] });
      held = [...held, ...asked.seat_ids];
      return HttpResponse.json(holdOf(held), { status: 201 });
    }),
    http.post("*/api/release-lock/", async ({ request }) => {
      const { seat_ids } = (await request.json()) as SelectedDay;
      office.released.push(seat_ids);
      held = held.filter((id) => !seat_ids.includes(id));
      return HttpResponse.json({ released: seat_ids });
    }),
  );
  return office;
}

const best = (name = /Best together/) => screen.findByRole("button", { name });
const press = (name: string) => screen.findByRole("button", { name });
const dock = () => within(screen.getByRole("region", { name: "Your choice" }));

it("holds the best seats for two in one tap", async () => {
  const office = proposing([[11, 12]]);
  const user = openApp("/show/7");
  await user.click(await best(/^2 people: Best together$/));
  expect(await dock().findByText("A1, A2")).toBeInTheDocument();
  expect(office.counts).toEqual(["2"]);
  expect(office.taken.map((asked) => asked.seat_ids)).toEqual([[11, 12]]);
  expect(screen.getByRole("link", { name: "Continue" })).toBeInTheDocument();
});

it("counts from one to ten people", async () => {
  const office = proposing([[11]]);
  const user = openApp("/show/7");
  const fewer = await screen.findByRole("button", { name: "One person fewer" });
  await user.click(fewer);
  expect(fewer).toHaveAttribute("aria-disabled", "true");
  await user.click(fewer);
  await user.click(await best(/^1 person: Best seat$/));
  await waitFor(() => expect(office.counts).toEqual(["1"]));
  for (let taps = 0; taps < 11; taps += 1)
    await user.click(screen.getByRole("button", { name: "One person more" }));
  expect(screen.getByText("10 people")).toBeInTheDocument();
});

it("asks once more after a lost race", async () => {
  const office = proposing(
    [
      [11, 12],
      [22, 23],
    ],
    { lost: 1 },
  );
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await dock().findByText("B2, B3")).toBeInTheDocument();
  expect(office.taken.map((asked) => asked.seat_ids)).toEqual([
    [11, 12],
    [22, 23],
  ]);
});

it("tells of a second lost race as of any other", async () => {
  const office = proposing(
    [
      [11, 12],
      [22, 23],
    ],
    { lost: 2 },
  );
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await screen.findByText("B2 and B3 were just taken.")).toBeInTheDocument();
  expect(office.counts).toEqual(["2", "2"]);
});

it("says when they aren't all together, and takes them back", async () => {
  const office = proposing([[11, 12, 24]], { together: false });
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await screen.findByText("Not all together: A1, A2 and B4. Keep them?")).toBeInTheDocument();
  await user.click(await press("Give them back"));
  await waitFor(() => expect(office.released).toEqual([[11, 12, 24]]));
  expect(await dock().findByText("Choose a seat to hold it for 5 minutes.")).toBeInTheDocument();
});

it("asks whoever holds seats already, and gives those back only after it has the new ones", async () => {
  const office = proposing([[22, 23]]);
  const user = openApp("/show/7");
  await user.click(await screen.findByRole("checkbox", { name: /Row A seat 1,/ }));
  await dock().findByText("A1");
  await user.click(await best());
  expect(await screen.findByText("Best together: B2 and B3.")).toBeInTheDocument();
  expect(office.taken).toHaveLength(1);
  await user.click(await press("Take them instead of my seat"));
  expect(await dock().findByText("B2, B3")).toBeInTheDocument();
  expect(office.taken[1]).toEqual({ show_id: 7, seat_ids: [22, 23], hold_token: "token" });
  expect(office.released).toEqual([[11]]);
});

it("says when so many seats are not to be had", async () => {
  const office = proposing([[]], { together: false });
  const user = openApp("/show/7");
  await user.click(await best());
  expect(await screen.findByText("2 seats aren’t free any more.")).toBeInTheDocument();
  expect(office.taken).toEqual([]);
});
