/** A large hall in parts: blocks between aisles, cut at cross aisles; found from where the seats stand. */

import { groupBy } from "#lib/group-by.ts";
import { byPlace } from "#lib/names.ts";
import { halfWidth, PITCH, type PlacedSeat, type Plan, type Row, SEAT } from "../plan.ts";

/** Seats that one section draws at most. */
const LARGEST_SECTION = 600;

/** As wide as a section may be before it is split, in seats: what a desktop shows legibly. */
const WIDEST = 40;

const AISLE = 0.8 * SEAT;
const CROSS_AISLE = 1.4 * PITCH;

/** Part of a row without an aisle. */
type Run = PlacedSeat[];

/** `side` counts blocks from the left, of `sides` in the same rows. */
export type Section = {
  id: string;
  rows: [string, string];
  side: number;
  sides: number;
  seats: PlacedSeat[];
};

/** From the screen to the back, and in each group of rows from left to right. */
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

/** Rows between cross aisles, in groups small enough that none of their blocks is too large. */
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

/** Runs that stand over each other belong to one block, so that an aisle may also lead aslant. */
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

/** A block without an aisle for too long is cut into equal widths. */
function narrowed(seats: PlacedSeat[]): PlacedSeat[][] {
  const left = Math.min(...seats.map(start));
  const width = Math.max(...seats.map(end)) - left;
  const parts = Math.ceil(width / SEAT / WIDEST);
  const part = (seat: PlacedSeat) => Math.min(parts - 1, Math.floor(((seat.cx - left) / width) * parts));
  return [...groupBy(seats, part).values()];
}

/** The share of the shorter run that stands over the other. */
function overlap(one: Run, other: Run): number {
  const [from, to] = [Math.max(startOf(one), startOf(other)), Math.min(endOf(one), endOf(other))];
  return (to - from) / Math.min(endOf(one) - startOf(one), endOf(other) - startOf(other));
}

const start = (seat: PlacedSeat) => seat.cx - halfWidth(seat) * SEAT;
const end = (seat: PlacedSeat) => seat.cx + halfWidth(seat) * SEAT;
const startOf = (run: Run) => (run[0] ? start(run[0]) : 0);
const endOf = (run: Run) => Math.max(...run.slice(-1).map(end));
const middle = (seats: readonly PlacedSeat[]) => seats.reduce((sum, seat) => sum + seat.cx, 0) / seats.length;
