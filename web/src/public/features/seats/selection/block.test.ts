import { expect, it } from "vitest";
import type { Seat, SeatType } from "#api/types.ts";
import { planOf } from "#seat-map/plan.ts";
import { blockAround, nearestBlock } from "./block.ts";

const TYPES: Record<string, SeatType> = { w: "wheelchair", c: "companion", o: "sofa" };

/** The numbers of the block around a seat of a row such as "ffxff.ff": free, taken, an aisle. */
function block(signs: string, tapped: number, people: number): number[] | null {
  const seats = [...signs].flatMap((sign, x) =>
    sign === "." ? [] : [{ id: x, row: "F", number: x, x, y: 0, type: TYPES[sign] ?? "standard" } as Seat],
  );
  const plan = planOf(seats);
  const seat = plan.seatsById.get(tapped);
  const found = seat && blockAround(plan, seat, people, (id) => signs[id] !== "x");
  return found?.map(({ number }) => number) ?? null;
}

it("starts at the tapped seat for two, and is around it for three", () => {
  expect(block("ffffffff", 3, 2)).toEqual([3, 4]);
  expect(block("ffffffff", 3, 3)).toEqual([2, 3, 4]);
  expect(block("ffffffff", 3, 1)).toEqual([3]);
});

it("stays in the row between taken seats, walls and aisles", () => {
  expect(block("fffff", 4, 2)).toEqual([3, 4]);
  expect(block("ffxffff", 3, 3)).toEqual([3, 4, 5]);
  expect(block("fff.fff", 2, 3)).toEqual([0, 1, 2]);
});

it("leaves no single seat if it can be avoided", () => {
  expect(block("xffffx", 2, 2)).toEqual([1, 2]);
  expect(block("xfffx", 2, 2)).toEqual([2, 3]);
});

it("is null where the party does not fit", () => {
  expect(block("fxfxf", 2, 2)).toBe(null);
  expect(block("ff.ff", 1, 3)).toBe(null);
});

it("counts a sofa for two", () => {
  const plan = planOf([1, 3].map((x) => ({ id: x, row: "S", number: x, x, y: 0, type: "sofa" }) as Seat));
  const [sofa] = [...plan.seatsById.values()];
  expect(sofa && blockAround(plan, sofa, 2, () => true)).toEqual([sofa]);
  expect(sofa && blockAround(plan, sofa, 4, () => true)).toHaveLength(2);
});

it("uses wheelchair spaces and companion seats only for a party that taps one", () => {
  expect(block("ffwc", 1, 2)).toEqual([0, 1]);
  expect(block("fwc", 1, 2)).toEqual([1, 2]);
  expect(block("fwc", 0, 2)).toBe(null);
});

it("is the nearest one that fits, in another row too, and never accessible", () => {
  const row = (name: string, y: number, signs: string) =>
    [...signs].map((sign, x) => ({
      ...{ id: y * 10 + x, row: name, number: x, x, y },
      type: TYPES[sign] ?? "standard",
      in_service: sign !== "x",
    })) as Seat[];
  const plan = planOf([...row("F", 0, "ffffff"), ...row("G", 1, "wcxfxf")]);
  const lost = plan.seatsById.get(12);
  const near = (people: number) =>
    lost &&
    nearestBlock(plan, lost, people, (id) => plan.seatsById.get(id)?.in_service ?? false)?.map(
      ({ row, number }) => `${row}${number}`,
    );
  expect(near(2)).toEqual(["F2", "F3"]);
  expect(near(7)).toBeUndefined();
});
