import { describe, expect, it } from "vitest";
import type { Seat } from "#api/types.ts";
import { PITCH, planOf } from "../plan.ts";
import { hiddenEdges, isScreenHidden, pinnedHeights } from "./edges.ts";

const frame = { left: 0, top: 100, right: 300, bottom: 500 };
const rect = (left: number, top: number, width: number, height: number) => ({
  ...{ left, top },
  ...{ right: left + width, bottom: top + height },
});

it("names the edges behind which the map continues", () => {
  expect(hiddenEdges(frame, rect(0, 100, 300, 300))).toEqual([]);
  expect(hiddenEdges(frame, rect(-50, 100, 600, 300))).toEqual(["left", "right"]);
  expect(hiddenEdges(frame, rect(0, 20, 300, 700))).toEqual(["top", "bottom"]);
  expect(hiddenEdges(frame, rect(-3, 97, 306, 406))).toEqual([]);
});

/** Three seats of a curved row: the outer ones are nearer to the screen. */
const plan = planOf(
  [0, 5, 10].map((x) => ({ id: x, row: "A", number: x, type: "standard", x, y: x === 5 ? 1 : 0 }) as Seat),
);

describe("the name of the screen", () => {
  const { width, height } = plan.box;

  it("is in view above the middle of the first row", () => {
    expect(isScreenHidden(frame, rect(-50, 100, width, height), plan.box)).toBe(false);
  });

  it("is hidden after scrolling down or to the side", () => {
    expect(isScreenHidden(frame, rect(-50, 20, width, height), plan.box)).toBe(true);
    expect(isScreenHidden(frame, rect(200, 100, width, height), plan.box)).toBe(true);
  });
});

it("places a row's name at the height of the seats at the edge", () => {
  const { width, height } = plan.box;
  expect(pinnedHeights(frame, rect(-30, 100, width, height), plan)).toEqual([0]);
  expect(pinnedHeights(frame, rect(40 - width / 2, 100, width, height), plan)).toEqual([PITCH]);
});

it("pins no name beside the row's own", () => {
  const { width, height } = plan.box;
  const at = (left: number) => pinnedHeights(frame, rect(-left, 100, width, height), plan);
  expect(at(10)).toEqual([null]);
  expect(at(20)).toEqual([0]);
  // The first seat is out of view, and the row's name in the aisle behind it is in view.
  expect(at(70)).toEqual([null]);
});
