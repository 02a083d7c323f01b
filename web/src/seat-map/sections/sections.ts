/**
 * Divides a large hall into sections by the positions of its seats: blocks between aisles, separated by cross
 * aisles.
 */

import { groupBy } from "#lib/group-by.ts";
import { byPlace } from "#lib/names.ts";
import { halfWidth, PITCH, type PlacedSeat, type Plan, type Row, SEAT } from "../plan.ts";

/** Maximum number of seats in a section. */
const LARGEST_SECTION = 600;

/** Maximum width of a section in seats: more are not legible on a desktop screen. */
const WIDEST = 40;

const AISLE = 0.8 * SEAT;
const CROSS_AISLE = 1.4 * PITCH;

/** Part of a row without an aisle. */
type Run = PlacedSeat[];

/** `side` is the index of the block from the left, of `sides` blocks in the same rows. */
export type Section = {
  id: string;
  rows: [string, string];
  side: number;
  sides: number;
  seats: PlacedSeat[];
};

/** Ordered from the screen to the back, and from left to right. */
export function sectionsOf(plan: Plan): Section[] {
  return rowGroups(plan.rows).flatMap((rows, group) => {
    const blocks = blocksOf(rows).sort((one, other) => middle(one) - middle(other));
    return blocks.map((seats, side) => ({
      id: `${group}.${side}`,
      rows: [rows[0]?.name ?? "", rows.at(-1)?.name ?? ""],
      side,
      sides: blocks.length,
      seats: seats.sort(byPlace),
    }));
  });
}

/** Groups of rows between cross aisles, small enough that no block exceeds the maximum. */
function rowGroups(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && row.y - before.y < CROSS_AISLE) last.push(row);
    else groups.push([row]);
  }
  return groups.flatMap(evenly);
}

function evenly(rows: Row[]): Row[][] {
  const largest = Math.max(...blocksOf(rows).map((block) => block.length));
  const parts = Math.min(rows.length, Math.ceil(largest / LARGEST_SECTION));
  if (parts === 1) return [rows];
  return slices(rows, parts);
}

function slices<T>(items: readonly T[], parts: number): T[][] {
  const at = (part: number) => Math.round((part * items.length) / parts);
  return Array.from({ length: parts }, (_, part) => items.slice(at(part), at(part + 1)));
}

/** Runs above each other belong to one block. This also covers aisles that are not straight. */
function blocksOf(rows: readonly Row[]): PlacedSeat[][] {
  let blocks: { seats: PlacedSeat[]; edge: Run }[] = [];
  for (const row of rows) {
    for (const run of runsOf(row)) {
      const above = blocks.filter((block) => overlap(block.edge, run) > 0.5);
      const rest = blocks.filter((block) => !above.includes(block));
      blocks = [...rest, { seats: [...above.flatMap((block) => block.seats), ...run], edge: run }];
    }
  }
  return blocks.flatMap(({ seats }) => narrowed(seats));
}

function runsOf(row: Row): Run[] {
  const runs: Run[] = [];
  for (const seat of row.seats) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && start(seat) - end(before) < AISLE) last.push(seat);
    else runs.push([seat]);
  }
  return runs;
}

/** Splits a block that is too wide into parts of equal width. */
function narrowed(seats: PlacedSeat[]): PlacedSeat[][] {
  const left = Math.min(...seats.map(start));
  const width = Math.max(...seats.map(end)) - left;
  const parts = Math.ceil(width / SEAT / WIDEST);
  const part = (seat: PlacedSeat) => Math.min(parts - 1, Math.floor(((seat.cx - left) / width) * parts));
  return [...groupBy(seats, part).values()];
}

/** The overlap of two runs, as a share of the shorter one. */
function overlap(one: Run, other: Run): number {
  const [from, to] = [Math.max(startOf(one), startOf(other)), Math.min(endOf(one), endOf(other))];
  return (to - from) / Math.min(endOf(one) - startOf(one), endOf(other) - startOf(other));
}

const start = (seat: PlacedSeat) => seat.cx - halfWidth(seat) * SEAT;
const end = (seat: PlacedSeat) => seat.cx + halfWidth(seat) * SEAT;
const startOf = (run: Run) => (run[0] ? start(run[0]) : 0);
const endOf = (run: Run) => Math.max(...run.slice(-1).map(end));
const middle = (seats: readonly PlacedSeat[]) => seats.reduce((sum, seat) => sum + seat.cx, 0) / seats.length;
