import { expect, it } from "vitest";
import type { Seat, SeatType } from "#api/types.ts";
import { planOf } from "#seat-map/plan.ts";
import { orphanSeats } from "./orphan-seats.ts";

const TYPES: Record<string, SeatType> = { w: "wheelchair", o: "sofa" };

/** The numbers of the orphan seats of a row such as "f m x . f": free, mine, taken, an aisle; `w` is a free wheelchair space. */
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

it("includes a seat between the visitor's and a taken seat, a wall or an aisle", () => {
  expect(alone("mfx")).toEqual([1]);
  expect(alone("fmmff")).toEqual([0]);
  expect(alone("ff.fmm")).toEqual([3]);
  expect(alone("mfm")).toEqual([1]);
});

it("excludes two free seats in a row, and seats that are not beside the visitor's", () => {
  expect(alone("mffx")).toEqual([]);
  expect(alone("xfx.mm")).toEqual([]);
  expect(alone("mm.f")).toEqual([]);
  expect(alone("mmmm")).toEqual([]);
});

it("excludes wheelchair spaces", () => {
  expect(alone("mwx")).toEqual([]);
});
