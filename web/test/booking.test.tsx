import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { fakeApi, holdOf, problem } from "./fake-api.ts";
import { openApp } from "./open-app.tsx";

const seat = (name: RegExp) => screen.findByRole("checkbox", { name });

/** Responds to lock-seat with a hold of all seats so far. Returns the bodies and keys of the requests. */
function holdSeats() {
  const requests: { body: Record<string, unknown>; key: string | null }[] = [];
  const held: number[] = [];
  fakeApi.use(
    http.post("*/api/lock-seat/", async ({ request }) => {
      const body = (await request.json()) as { seat_ids: number[] };
      requests.push({ body, key: request.headers.get("Idempotency-Key") });
      held.push(...body.seat_ids);
      return HttpResponse.json(holdOf([...held]), { status: 201 });
    }),
  );
  return requests;
}

it("describes each seat, and rejects taken ones", async () => {
  const user = openApp("/show/7");
  expect(await seat(/^Row B seat 1, premium, €14\.00, available$/)).not.toBeChecked();
  const taken = await seat(/^Row A seat 3, standard, €11\.00, taken$/);
  expect(taken).toHaveAttribute("aria-disabled", "true");
  await user.click(taken);
  expect(await screen.findByText("A3 is taken. Choose another seat.")).toBeInTheDocument();
});

it("holds a seat at once, and adds the second tap to the same hold", async () => {
  const requests = holdSeats();
  const user = openApp("/show/7");
  await user.click(await seat(/Row A seat 1,/));
  await user.click(await seat(/Row A seat 2,/));
  await waitFor(() => expect(screen.getByText("A1, A2")).toBeInTheDocument());
  expect(screen.getByText("€22.00", { exact: false })).toBeInTheDocument();
  expect(requests.map((one) => one.body)).toEqual([
    { show_id: 7, seat_ids: [11] },
    { show_id: 7, seat_ids: [12], hold_token: "token" },
  ]);
  expect(requests[0]?.key).toMatch(/^[\w-]{43}$/);
  expect(requests[0]?.key).not.toBe(requests[1]?.key);
});

it("retries with the same key when the response is lost", async () => {
  const keys: (string | null)[] = [];
  fakeApi.use(
    http.post("*/api/lock-seat/", ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1 ? HttpResponse.error() : HttpResponse.json(holdOf([11]), { status: 201 });
    }),
  );
  const user = openApp("/show/7");
  await user.click(await seat(/Row A seat 1,/));
  await waitFor(async () => expect(await seat(/Row A seat 1, .*yours/)).toBeChecked());
  expect(keys).toEqual([keys[0], keys[0]]);
});

it("names the seat that another visitor took, and the nearest seats for two, then for one", async () => {
  const taken: { id: number; status: string }[] = [];
  fakeApi.use(
    http.post("*/api/lock-seat/", () => {
      taken.push({ id: 12, status: "LOCKED" });
      return problem(409, "seats-taken", { seat_ids: [12], suggestions: [{ id: 14, row: "A", number: 4 }] });
    }),
    http.get("*/api/hall-layout/7/availability/", () => HttpResponse.json({ show_id: 7, seats: taken })),
  );
  const user = openApp("/show/7");
  await user.click(await seat(/Row A seat 2,/));
  expect(await screen.findByText("A2 was just taken. Nearest together: B1 and B2")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Take B1 and B2" })).toHaveAttribute("data-kind", "primary");
  const requests = holdSeats();
  await user.click(screen.getByRole("button", { name: "Take A4" }));
  await waitFor(() => expect(requests[0]?.body).toEqual({ show_id: 7, seat_ids: [14] }));
  expect(await seat(/Row A seat 4, .*yours/)).toBeChecked();
});

it("restores the stored hold", async () => {
  localStorage.setItem("matinee.hold", JSON.stringify({ token: "token", showId: 7, seatIds: [11] }));
  fakeApi.use(
    http.get("*/api/holds/current/", ({ request }) =>
      request.headers.get("X-Hold-Token") === "token"
        ? HttpResponse.json({ ...holdOf([11]), frozen: false, order: null })
        : problem(404, "hold-not-found"),
    ),
    http.get("*/api/hall-layout/7/availability/", () =>
      HttpResponse.json({ show_id: 7, seats: [{ id: 11, status: "LOCKED", mine: true }] }),
    ),
  );
  openApp("/show/7");
  expect(await seat(/Row A seat 1, .*yours/)).toBeChecked();
  expect(await screen.findByText("5:00")).toBeInTheDocument();
});

it("reports an expired hold, and holds the same seats again", async () => {
  localStorage.setItem("matinee.hold", JSON.stringify({ token: "old", showId: 7, seatIds: [11, 12] }));
  fakeApi.use(http.get("*/api/holds/current/", () => problem(410, "hold-expired", { seat_ids: [] })));
  const requests = holdSeats();
  const user = openApp("/show/7");
  expect(await screen.findByText(/Your seats were released/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Try the same seats" }));
  await waitFor(() => expect(requests[0]?.body).toEqual({ show_id: 7, seat_ids: [11, 12] }));
  expect(await screen.findByText("A1, A2")).toBeInTheDocument();
});
