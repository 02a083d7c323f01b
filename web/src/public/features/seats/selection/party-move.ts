/** The seats of a party that were held together move together, by one tap. Loaded on demand. */

import { getItem, setItem } from "#lib/storage.ts";
import type { Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { blockAround } from "./block.ts";
import { TOGETHER } from "./message.ts";
import { type Party, peopleOn } from "./use-party.ts";

/** Whether seats are being held for the party, and the seat that was tapped meanwhile. */
export type Move = { isHolding: boolean; nextTap: number | null };

export type PartyActions = {
  plan: Plan;
  store: SeatStore;
  party: Party;
  move: Move;
  hold: (seatIds: number[]) => Promise<void>;
  release: (seatIds: number[]) => Promise<void>;
  reportError: (error: unknown, seatIds: number[]) => void;
  /** Is called if the party does not fit around the seat. */
  offerNearest: (seatId: number) => Promise<void>;
  /** Is called with the seat that was tapped during a move. */
  toggle: (seatId: number) => void;
};

const isSame = (some: readonly number[], others: readonly number[]) =>
  some.length === others.length && some.every((id) => others.includes(id));

/** Holds `wanted` before it releases the other seats, as far as the limit of a hold allows. */
async function exchange({ store, party, hold, release }: PartyActions, wanted: number[]): Promise<void> {
  const before = store.mine;
  const added = wanted.filter((id) => !before.includes(id));
  const dropped = before.filter((id) => !wanted.includes(id));
  const excess = dropped.splice(0, Math.max(0, before.length + added.length - party.most));
  if (excess.length > 0) await release(excess);
  try {
    if (added.length > 0) await hold(added);
  } catch (error) {
    // The error that matters is the first one. The page shows which seats are held.
    if (excess.length > 0) await hold(excess).catch(() => {});
    throw error;
  }
  if (dropped.length > 0) await release(dropped);
}

/**
 * Holds seats for the whole party instead of those that are held. A seat that is tapped meanwhile is
 * handled afterwards. Throws: Problem.
 */
export async function holdParty(actions: PartyActions, wanted: number[]): Promise<void> {
  const { store, party, move } = actions;
  move.isHolding = true;
  party.setMovingTo(wanted);
  store.setPending(wanted, true);
  try {
    await exchange(actions, wanted);
    setItem("session", TOGETHER, wanted);
  } finally {
    store.setPending(wanted, false);
    party.setMovingTo(null);
    move.isHolding = false;
    tapNext(actions);
  }
}

/** If nothing could be held, there is no party that the tap could move. */
function tapNext({ store, move, toggle }: PartyActions): void {
  const next = move.nextTap;
  if (next === null) return;
  move.nextTap = null;
  store.setPending([next], false);
  if (store.mine.length > 0) toggle(next);
}

/** Whether the held seats were held together, for the number of people that is chosen. */
function isTogether({ plan, store: { mine }, party }: PartyActions): boolean {
  const seats = mine.flatMap((id) => plan.seatsById.get(id) ?? []);
  if (mine.length === 0 || peopleOn(seats) !== party.people) return false;
  return isSame(mine, getItem<number[]>("session", TOGETHER) ?? []);
}

/** Handles the tap on a free seat. The party is held before it moves again: meanwhile, the seat is pending. */
export async function tapFree(actions: PartyActions, id: number): Promise<void> {
  const { plan, store, party, move, hold, reportError, offerNearest } = actions;
  if (move.isHolding) {
    if (move.nextTap !== null) store.setPending([move.nextTap], false);
    move.nextTap = id;
    return store.setPending([id], true);
  }
  if (!isTogether(actions)) return hold([id]);
  const tapped = plan.seatsById.get(id);
  const isFree = (one: number) => ["free", "mine"].includes(store.get(one));
  const block = tapped && blockAround(plan, tapped, party.people, isFree);
  if (!block) return offerNearest(id);
  const wanted = block.map((seat) => seat.id);
  return holdParty(actions, wanted).catch((error) => reportError(error, wanted));
}
