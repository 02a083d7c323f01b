/** Finds single free seats that a selection leaves between taken seats. */

import { halfWidth, type PlacedSeat, type Plan, SEAT } from "#seat-map/plan.ts";
import type { SeatState } from "#seat-map/seat-store.ts";

/** An aisle is between seats that are further apart than this. */
const AISLE = 0.4 * SEAT;

/** Whether no aisle is between two seats of a row. */
export function sideBySide(left: PlacedSeat | undefined, right: PlacedSeat | undefined): boolean {
  if (!left || !right) return false;
  return right.cx - left.cx - (halfWidth(left) + halfWidth(right)) * SEAT < AISLE;
}

/**
 * The free seats beside the visitor's own that have no other free seat beside them. Wheelchair spaces,
 * companion seats and sofas do not count.
 */
export function orphanSeats(
  plan: Plan,
  mine: readonly PlacedSeat[],
  stateOf: (id: number) => SeatState,
): PlacedSeat[] {
  const own = new Set(mine.map((seat) => seat.id));
  const touched = new Set(mine.map((seat) => seat.row));
  const isOwn = (seat: PlacedSeat) => own.has(seat.id);
  const isFree = (seat: PlacedSeat) => !isOwn(seat) && stateOf(seat.id) === "free";
  return plan.rows
    .filter((row) => touched.has(row.name))
    .flatMap(({ seats }) =>
      seats.filter((seat, index) => {
        const neighbours = [seats[index - 1], seats[index + 1]].filter((other, side) =>
          side === 0 ? sideBySide(other, seat) : sideBySide(seat, other),
        );
        const beside = neighbours.filter((other) => other !== undefined);
        const ordinary = seat.type === "standard" || seat.type === "premium";
        return ordinary && isFree(seat) && beside.some(isOwn) && !beside.some(isFree);
      }),
    );
}
