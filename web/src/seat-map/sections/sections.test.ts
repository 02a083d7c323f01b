import { describe, expect, it } from "vitest";
import type { Seat } from "#api/types.ts";
import { planOf } from "../plan.ts";
import { sectionsOf } from "./sections.ts";

const rowName = (index: number) => String.fromCharCode(65 + Math.floor(index / 26)) + (index % 26);

/** Rows of `pattern`s at the heights `ys`: a letter is a seat, a dot an aisle; `slant` moves each row's start. */
function hall(pattern: string, ys: number[], slant = 0): Seat[] {
  return ys.flatMap((y, index) =>
    [...pattern].flatMap((sign, column) =>
      sign === "."
        ? []
        : [
            {
              id: index * 1000 + column,
              row: rowName(index),
              number: column,
              type: "standard",
              x: column + index * slant,
              y,
            } as Seat,
          ],
    ),
  );
}

const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

const outline = (seats: Seat[]) =>
  sectionsOf(planOf(seats)).map(({ rows, side, sides, seats: inside }) => [
    rows.join("–"),
    `${side + 1}/${sides}`,
    inside.length,
  ]);

describe("the sections of a large hall", () => {
  it("are its blocks between aisles, cut at cross aisles", () => {
    expect(outline(hall("ssss.ssssss.ss", [...upTo(3), ...upTo(2, 5)]))).toEqual([
      ["A0–A2", "1/3", 12],
      ["A0–A2", "2/3", 18],
      ["A0–A2", "3/3", 6],
      ["A3–A4", "1/3", 8],
      ["A3–A4", "2/3", 12],
      ["A3–A4", "3/3", 4],
    ]);
  });

  it("follow an aisle that is not straight", () => {
    expect(outline(hall("ssssssss.ssssssss", upTo(10), 0.4))).toEqual([
      ["A0–A9", "1/2", 80],
      ["A0–A9", "2/2", 80],
    ]);
  });

  it("never exceed the maximum, even without aisles", () => {
    const sections = sectionsOf(planOf(hall("s".repeat(100), upTo(50))));
    expect(sections.reduce((sum, section) => sum + section.seats.length, 0)).toBe(5000);
    expect(Math.max(...sections.map((section) => section.seats.length))).toBeLessThanOrEqual(600);
    expect(new Set(sections.map((section) => section.id)).size).toBe(sections.length);
  });

  it("contain every seat once", () => {
    const seats = hall("ssss.sssssss..sss", [...upTo(4), ...upTo(3, 6)], 0.2);
    const inSections = sectionsOf(planOf(seats)).flatMap((section) => section.seats.map((seat) => seat.id));
    expect(inSections.sort((a, b) => a - b)).toEqual(seats.map((seat) => seat.id).sort((a, b) => a - b));
  });
});
