/** The message after seats could not be held, with what to hold instead. Loaded on demand. */

import { t } from "@lingui/core/macro";
import { holdFailureOf, holdLabel } from "#api/hold-failure.ts";
import { Problem } from "#api/problem.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { nearestBlock } from "./block.ts";
import { type Action, danger, type Message } from "./message.ts";
import { showSeats } from "./show-seats.ts";
import { peopleOn } from "./use-party.ts";
import type { SeatSelection } from "./use-seat-selection.ts";

const takenIds = (error: unknown): number[] =>
  (error instanceof Problem && error.code === "seats-taken" && error.data.seat_ids) || [];

/** How many people sit once `wanted` is held: all who still need seats, or those and one more. */
function partyWith(wanted: PlacedSeat[], mine: PlacedSeat[], people: number): number {
  const moves = peopleOn(wanted) >= people;
  return peopleOn(mine) < people || moves ? people : peopleOn(mine) + peopleOn(wanted);
}

/**
 * Why `wanted` can't be held. A party is offered the nearest seats for all of it first, then the nearest single
 * seat.
 */
export function failureMessage(
  error: unknown,
  wanted: PlacedSeat[],
  plan: Plan,
  store: SeatStore,
  party: number,
  selection: SeatSelection,
): Message {
  const { dismiss, holdInstead } = selection;
  const mine = store.mine.flatMap((id) => plan.seatsById.get(id) ?? []);
  const people = partyWith(wanted, mine, party);
  const taken = takenIds(error);
  const lost = plan.seatsById.get(taken[0] ?? -1);
  const isFree = (id: number) => !taken.includes(id) && ["free", "mine"].includes(store.get(id));
  const block = people > 1 && lost ? nearestBlock(plan, lost, people, isFree) : null;

  const { text, alternativeIds, label } = holdFailureOf(error, wanted, block ?? []);
  const again = { label: t`Choose again`, onClick: dismiss };
  const instead = { label, onClick: () => holdInstead(alternativeIds) };
  const shown = [...taken, ...(block ?? []).map(({ id }) => id), ...alternativeIds];
  const failure = (actions: Action[]) => ({ ...danger(text, actions), onShow: () => showSeats(shown) });
  if (block) {
    const take = { label: holdLabel(block), onClick: () => takeBlock(block, selection) };
    return failure([take, alternativeIds.length === 1 ? instead : again]);
  }
  if (alternativeIds.length === 0) return failure([{ label: t`OK`, onClick: dismiss }]);
  return failure([instead, again]);
}

function takeBlock(block: PlacedSeat[], { dismiss, holdParty, reportError }: SeatSelection): void {
  const ids = block.map((seat) => seat.id);
  dismiss();
  void holdParty(ids).then(
    () => showSeats(ids),
    (error) => reportError(error, ids),
  );
}
