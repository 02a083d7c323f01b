/** Where the arrow keys lead. Loaded when the map has the focus. */

import { nearest, type PlacedSeat, type Plan, type Row } from "./plan.ts";

/**
 * The seat that a key leads to, or null. Left and right skip aisles. Up and down lead to the nearest seat of
 * the next row.
 */
export function seatInDirection(plan: Plan, from: PlacedSeat, key: string, ctrl = false): PlacedSeat | null {
  const rowIndex = plan.rows.findIndex((row) => row.name === from.row);
  const beside = (step: number) =>
    plan.rows[rowIndex]?.seats[seatIndex(plan.rows[rowIndex], from) + step] ?? null;
  const across = (step: number) => nearest(plan.rows[rowIndex + step]?.seats ?? [], from, Infinity);
  switch (key) {
    case "ArrowLeft":
      return beside(-1);
    case "ArrowRight":
      return beside(1);
    case "ArrowUp":
      return across(-1);
    case "ArrowDown":
      return across(1);
    case "Home":
      return (ctrl ? plan.rows[0] : plan.rows[rowIndex])?.seats[0] ?? null;
    case "End":
      return (ctrl ? plan.rows.at(-1) : plan.rows[rowIndex])?.seats.at(-1) ?? null;
    default:
      return null;
  }
}

function seatIndex(row: Row | undefined, seat: PlacedSeat): number {
  return row?.seats.findIndex((other) => other.id === seat.id) ?? -1;
}
