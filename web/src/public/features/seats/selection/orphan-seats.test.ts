import { expect, it } from "vitest";
import type { Seat, SeatType } from "#api/types.ts";
import { planOf } from "#seat-map/plan.ts";
import { orphanSeats } from "./orphan-seats.ts";

const TYPES: Record<string, SeatType> = { w: "wheelchair", o: "sofa" };

/** Of a row such as "f m x . f": free, mine, taken, an aisle, `w` a free wheelchair space: the numbers left alone. */
function alone(signs: string): number[] {
  const seats = [...signs].flatMap((sign, x) =>
    sign === "." ? [] : [{ id: x, row: "F", number: x, x, y: 0, type: TYPES[sign] ?? "standard" } as Seat],
  );
  const plan = planOf(seats);
  const mine = [...plan.seatsById.values()].filter((seat) => signs[seat.id] === "m");
  return orphanSeats(plan, mine, (id) =>
    signs[id] === "x" ? "taken" : signs[id] === "m" ? "mine" : "free",
  ).map((seat) => seat.number);
}

it("names a seat between the visitor's and somebody else's, a wall or an aisle", () => {
  expect(alone("mfx")).toEqual([1]);
  expect(alone("fmmff")).toEqual([0]);
  expect(alone("ff.fmm")).toEqual([3]);
  expect(alone("mfm")).toEqual([1]);
});

it("has nothing to say where two are left, or where the visitor's seats aren't beside it", () => {
  expect(alone("mffx")).toEqual([]);
  expect(alone("xfx.mm")).toEqual([]);
  expect(alone("mm.f")).toEqual([]);
  expect(alone("mmmm")).toEqual([]);
});

it("leaves wheelchair spaces out of it", () => {
  expect(alone("mwx")).toEqual([]);
});
