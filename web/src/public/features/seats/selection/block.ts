/** Finds seats side by side for a party: around a seat, or near one. */

import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import { sideBySide } from "./orphan-seats.ts";
import { peopleOn } from "./use-party.ts";

const isAccessible = ({ type }: PlacedSeat) => type === "wheelchair" || type === "companion";

/** The usable seats of the row around `tapped` without a gap. */
function runAround(row: readonly PlacedSeat[], tapped: PlacedSeat, isUsable: (seat: PlacedSeat) => boolean) {
  let [from, to] = [row.indexOf(tapped), row.indexOf(tapped)];
  const continues = (left: number, right: number, added: PlacedSeat | undefined) =>
    added !== undefined && sideBySide(row[left], row[right]) && isUsable(added);
  while (continues(from - 1, from, row[from - 1])) from -= 1;
  while (continues(to, to + 1, row[to + 1])) to += 1;
  return row.slice(from, to + 1);
}

/**
 * The seats for `people` side by side that include `tapped`, or null. Prefers seats that leave no single seat
 * at either end, then those around `tapped`. Wheelchair spaces and companion seats are used only if `tapped`
 * is one of them.
 */
export function blockAround(
  plan: Plan,
  tapped: PlacedSeat,
  people: number,
  isFree: (id: number) => boolean,
): PlacedSeat[] | null {
  const row = plan.rows.find(({ seats }) => seats.includes(tapped));
  if (!row) return null;
  const isUsable = (seat: PlacedSeat) =>
    isFree(seat.id) && (!isAccessible(seat) || isAccessible(tapped) || seat === tapped);
  const run = runAround(row.seats, tapped, isUsable);
  const at = run.indexOf(tapped);
  let best: { block: PlacedSeat[]; cost: number } | null = null;
  for (let from = at; from >= 0; from -= 1) {
    let to = from;
    while (to < run.length && peopleOn(run.slice(from, to)) < people) to += 1;
    const block = run.slice(from, to);
    if (to <= at || peopleOn(block) < people) continue;
    const cost = costOf(block, tapped, people, [from, run.length - to]);
    if (best === null || cost < best.cost) best = { block, cost };
  }
  return best?.block ?? null;
}

/** The seats for `people` side by side that are nearest to `seat`, or null. None is accessible. */
export function nearestBlock(
  plan: Plan,
  seat: PlacedSeat,
  people: number,
  isFree: (id: number) => boolean,
): PlacedSeat[] | null {
  const distance = ({ cx, cy }: PlacedSeat) => Math.hypot(cx - seat.cx, cy - seat.cy);
  const seats = [...plan.seatsById.values()]
    .filter((one) => isFree(one.id) && !isAccessible(one))
    .sort((one, other) => distance(one) - distance(other));
  for (const one of seats) {
    const block = blockAround(plan, one, people, isFree);
    if (block) return block;
  }
  return null;
}

/** `left`: how many seats are left at both ends of the run. */
function costOf(
  block: readonly PlacedSeat[],
  tapped: PlacedSeat,
  people: number,
  left: readonly number[],
): number {
  const singles = left.filter((count) => count === 1).length;
  const middle = ((block[0]?.cx ?? 0) + (block.at(-1)?.cx ?? 0)) / 2;
  return (peopleOn(block) - people) * 1e8 + singles * 1e6 + Math.abs(middle - tapped.cx);
}
