/** The plan of a hall in drawing units, computed once from the seats' positions. */

import type { Seat } from "#api/types.ts";
import { groupBy } from "#lib/group-by.ts";

/** Drawing units per seat width and per row pitch. */
export const SEAT = 40;
export const PITCH = 44;

/** The room of the row names beside the seats. */
export const LABEL_ROOM = 44;

/** The width of the row names that stay at the left edge of the frame. */
export const ROW_EDGE = LABEL_ROOM * 0.6;

const SCREEN_ROOM = 84;

/** From the top of the drawing to the name of the screen. */
export const SCREEN_NAME_Y = 44;
const FOOT_ROOM = 12;

export type PlacedSeat = Seat & { cx: number; cy: number };
export type Row = { name: string; y: number; seats: PlacedSeat[] };
export type Box = { left: number; top: number; width: number; height: number };
export type Plan = { rows: Row[]; box: Box; seatsById: ReadonlyMap<number, PlacedSeat> };

/** Half the width of a seat, in seat widths. */
export const halfWidth = (seat: Seat) => (seat.type === "sofa" ? 1 : 0.5);

function place(seat: Seat): PlacedSeat {
  return { ...seat, cx: seat.x * SEAT, cy: seat.y * PITCH };
}

function rowsOf(seats: PlacedSeat[]): Row[] {
  const byName = groupBy(seats, (seat) => seat.row);
  const rows = [...byName].map(([name, row]) => ({
    name,
    y: row.reduce((sum, seat) => sum + seat.cy, 0) / row.length,
    seats: row.sort((left, right) => left.cx - right.cx),
  }));
  return rows.sort((upper, lower) => upper.y - lower.y);
}

function boxOf(seats: readonly Seat[]): Box {
  const left = Math.min(...seats.map((seat) => seat.x - halfWidth(seat))) * SEAT - LABEL_ROOM;
  const right = Math.max(...seats.map((seat) => seat.x + halfWidth(seat))) * SEAT + LABEL_ROOM;
  const top = (Math.min(...seats.map((seat) => seat.y)) - 0.5) * PITCH - SCREEN_ROOM;
  const bottom = (Math.max(...seats.map((seat) => seat.y)) + 0.5) * PITCH + FOOT_ROOM;
  return { left, top, width: right - left, height: bottom - top };
}

export function planOf(seats: readonly Seat[]): Plan {
  const placed = seats.map(place);
  return {
    rows: rowsOf(placed),
    box: boxOf(seats),
    seatsById: new Map(placed.map((seat) => [seat.id, seat])),
  };
}

/** The wheelchair space beside a companion seat, or null. */
export function companionLink(seat: PlacedSeat, row: Row): PlacedSeat | null {
  if (seat.type !== "companion") return null;
  const spaces = row.seats.filter((other) => other.type === "wheelchair");
  return nearest(spaces, seat, 1.6 * SEAT);
}

/** The seat nearest to `to`, within `reach`. */
export function nearest(seats: readonly PlacedSeat[], to: PlacedSeat, reach: number): PlacedSeat | null {
  let best: PlacedSeat | null = null;
  for (const seat of seats) {
    const distance = Math.abs(seat.cx - to.cx);
    if (distance <= reach && (best === null || distance < Math.abs(best.cx - to.cx))) best = seat;
  }
  return best;
}

export type Point = { x: number; y: number };

/** Where the best seats are: in the middle, and behind the middle row. */
function bestPlace({ left, top, width, height }: Box): Point {
  return { x: left + width / 2, y: top + SCREEN_ROOM + (height - SCREEN_ROOM) * 0.6 };
}

/** The middle of these seats, else the best place, as a share of the width and the height of the drawing. */
export function middleOf({ box, seatsById }: Plan, ids: ReadonlySet<number>): Point {
  const seats = [...ids].flatMap((id) => seatsById.get(id) ?? []);
  const points = seats.length === 0 ? [bestPlace(box)] : seats.map(({ cx, cy }) => ({ x: cx, y: cy }));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return {
    x: ((Math.min(...xs) + Math.max(...xs)) / 2 - box.left) / box.width,
    y: ((Math.min(...ys) + Math.max(...ys)) / 2 - box.top) / box.height,
  };
}

/**
 * The positions of a row's letter: at both walls, and in its aisles, beside the block nearer to the middle.
 * Each is at the height of the seat beside it, since rows may be curved.
 */
export function rowLabelPositions({ seats }: Row, { left, width }: Box): Point[] {
  const [first, last] = [seats[0], seats.at(-1)];
  if (!first || !last) return [];
  const middle = left + width / 2;
  const aisles = seats.slice(1).flatMap((seat, index) => {
    const before = seats[index];
    if (!before) return [];
    const from = before.cx + halfWidth(before) * SEAT;
    const to = seat.cx - halfWidth(seat) * SEAT;
    if (to - from < SEAT - 1) return [];
    const beside = (from + to) / 2 < middle;
    return [beside ? { x: to - SEAT / 2, y: seat.cy } : { x: from + SEAT / 2, y: before.cy }];
  });
  const atWall = LABEL_ROOM / 2;
  return [{ x: left + atWall, y: first.cy }, ...aisles, { x: left + width - atWall, y: last.cy }];
}

/** The first seat that the keyboard focuses: an available seat in the middle of the hall. */
export function firstTabStop(plan: Plan, canBeHad: (id: number) => boolean): number | null {
  const { x, y } = bestPlace(plan.box);
  let best: { id: number; distance: number } | null = null;
  for (const seat of plan.seatsById.values()) {
    const distance = Math.hypot(seat.cx - x, seat.cy - y) + (canBeHad(seat.id) ? 0 : 1e6);
    if (best === null || distance < best.distance) best = { id: seat.id, distance };
  }
  return best?.id ?? null;
}
