import { describe, expect, it } from "vitest";
import type { Seat, SeatType } from "#api/types.ts";
import { seatInDirection } from "./directions.ts";
import { companionLink, firstTabStop, middleOf, PITCH, planOf, rowLabelPositions, SEAT } from "./plan.ts";

let nextId = 1;

function seat(row: string, number: number, x: number, y: number, type: SeatType = "standard"): Seat {
  return {
    id: nextId++,
    row,
    number,
    type,
    x,
    y,
    price: "11.00",
    in_service: true,
    status: "AVAILABLE",
  } as Seat;
}

/** A: 1 2 · 3; B: · 1 · 2; C after a cross aisle. */
const hall = [
  seat("A", 1, 0.5, 0.5),
  seat("A", 2, 1.5, 0.5),
  seat("A", 3, 3.5, 0.5),
  seat("B", 1, 1.5, 1.5),
  seat("B", 2, 3.5, 1.5),
  seat("C", 1, 1, 3.5, "sofa"),
  seat("C", 2, 3.5, 3.5),
];
const plan = planOf(hall);

function nextSeat(from: string, key: string, ctrl = false): string | null {
  const start = [...plan.seatsById.values()].find((one) => one.row + one.number === from);
  const found = start && seatInDirection(plan, start, key, ctrl);
  return found ? found.row + found.number : null;
}

describe("the plan", () => {
  it("has its rows from the screen to the back, each from left to right", () => {
    expect(plan.rows.map((row) => row.name)).toEqual(["A", "B", "C"]);
    expect(plan.rows[0]?.seats.map((one) => one.cx)).toEqual([0.5 * SEAT, 1.5 * SEAT, 3.5 * SEAT]);
    expect(plan.rows[2]?.y).toBe(3.5 * PITCH);
  });

  it("gives a sofa its two widths inside the frame", () => {
    const wide = planOf([seat("A", 1, 1, 0.5, "sofa")]).box.width;
    const narrow = planOf([seat("A", 1, 1, 0.5)]).box.width;
    expect(wide - narrow).toBe(SEAT);
  });

  it("links a companion seat to the wheelchair space beside it, and to none further away", () => {
    const row = planOf([
      seat("D", 1, 0.5, 0.5, "wheelchair"),
      seat("D", 2, 1.5, 0.5, "companion"),
      seat("D", 3, 7.5, 0.5, "companion"),
    ]).rows[0];
    const linked = row?.seats.map((one) => companionLink(one, row)?.number ?? null);
    expect(linked).toEqual([null, 1, null]);
  });
});

it("names a row at both walls and in its aisles, beside the middle block", () => {
  const row = [0.5, 1.5, 3.5, 4.5, 6.5, 7.5].map((x, index) => seat("E", index + 1, x, 0.5));
  const { rows, box } = planOf(row);
  const places = rows[0] ? rowLabelPositions(rows[0], box) : [];
  expect(places.map(({ x }) => x / SEAT)).toEqual([-0.55, 2.5, 5.5, 8.55]);
});

it("places a row's name along its curve", () => {
  const curved = [0, 1, 2, 4, 5, 6].map((x) => seat("K", x + 1, x, 3 - (x - 3) ** 2 / 18));
  const { rows, box } = planOf(curved);
  const heights = rows[0]
    ? rowLabelPositions(rows[0], box).map(({ y }) => Math.round((y / PITCH) * 100))
    : [];
  expect(heights).toEqual([250, 294, 250]);
});

describe("the arrow keys", () => {
  it("skip aisles to the next seat of the row, and stop at its end", () => {
    expect(nextSeat("A2", "ArrowRight")).toBe("A3");
    expect(nextSeat("A3", "ArrowLeft")).toBe("A2");
    expect(nextSeat("A3", "ArrowRight")).toBe(null);
    expect(nextSeat("A1", "ArrowLeft")).toBe(null);
  });

  it("go to the nearest seat of the row in front or behind, over a cross aisle too", () => {
    expect(nextSeat("A1", "ArrowDown")).toBe("B1");
    expect(nextSeat("B2", "ArrowDown")).toBe("C2");
    expect(nextSeat("B1", "ArrowDown")).toBe("C1");
    expect(nextSeat("C1", "ArrowUp")).toBe("B1");
    expect(nextSeat("A1", "ArrowUp")).toBe(null);
    expect(nextSeat("C2", "ArrowDown")).toBe(null);
  });

  it("reach the ends of the row, and with Ctrl those of the hall", () => {
    expect(nextSeat("A2", "Home")).toBe("A1");
    expect(nextSeat("A2", "End")).toBe("A3");
    expect(nextSeat("B1", "Home", true)).toBe("A1");
    expect(nextSeat("B1", "End", true)).toBe("C2");
    expect(nextSeat("B1", "x")).toBe(null);
  });
});

it("puts the first tab stop near the middle, on an available seat", () => {
  const middle = hall[3]?.id;
  expect(firstTabStop(plan, () => true)).toBe(middle);
  expect(firstTabStop(plan, (id) => id === hall[0]?.id)).toBe(hall[0]?.id);
});

it("shows the seats of a shared link at first, else those behind the middle of the hall", () => {
  const [front, last] = [hall[0], hall[6]];
  const middle = middleOf(plan, new Set());
  expect(middle.x).toBe(0.5);
  expect(middle.y).toBeGreaterThan(0.6);
  expect(middleOf(plan, new Set([front?.id ?? 0])).y).toBeLessThan(middle.y);
  expect(middleOf(plan, new Set([last?.id ?? 0])).y).toBeGreaterThan(middle.y);
});
