/** The seats of a party that were held together move together, by one tap. */

import { useRef } from "react";
import { getItem, setItem } from "#lib/storage.ts";
import type { Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { blockAround, peopleOn } from "./block.ts";
import type { Party } from "./use-party.ts";

type Actions = {
  hold: (seatIds: number[]) => Promise<void>;
  release: (seatIds: number[]) => Promise<void>;
  reportError: (error: unknown, seatIds: number[]) => void;
  /** Is called if the party does not fit around the seat. */
  offerNearest: (seatId: number) => void;
  /** Is called with a seat that was tapped during a move. */
  toggle: (seatId: number) => void;
};

const TOGETHER = "party-seats";

const isSame = (some: readonly number[], others: readonly number[]) =>
  some.length === others.length && some.every((id) => others.includes(id));

export function usePartyMove(plan: Plan, store: SeatStore, party: Party, actions: Actions) {
  const isMoving = useRef(false);
  const nextTap = useRef<number | null>(null);

  /** Holds `wanted` before it releases the other seats, as far as the limit of a hold allows. */
  async function exchange(wanted: number[]) {
    const before = store.mine;
    const added = wanted.filter((id) => !before.includes(id));
    const dropped = before.filter((id) => !wanted.includes(id));
    const excess = dropped.splice(0, before.length + added.length - party.most);
    if (excess.length > 0) await actions.release(excess);
    try {
      if (added.length > 0) await actions.hold(added);
    } catch (error) {
      if (excess.length > 0) await actions.hold(excess);
      throw error;
    }
    if (dropped.length > 0) await actions.release(dropped);
  }

  /** Holds seats that the party moves to later as a whole. Throws: Problem. */
  async function holdParty(wanted: number[]): Promise<void> {
    party.setMovingTo(wanted);
    store.setPending(wanted, true);
    try {
      await exchange(wanted);
      setItem("session", TOGETHER, wanted);
    } finally {
      store.setPending(wanted, false);
      party.setMovingTo(null);
    }
  }

  /** Whether the held seats were held together, for the number of people that is chosen. */
  function isTogether(): boolean {
    const { mine } = store;
    const seats = mine.flatMap((id) => plan.seatsById.get(id) ?? []);
    if (mine.length === 0 || peopleOn(seats) !== party.people) return false;
    return isSame(mine, getItem<number[]>("session", TOGETHER) ?? []);
  }

  async function move(wanted: number[]) {
    isMoving.current = true;
    await holdParty(wanted).catch((error) => actions.reportError(error, wanted));
    isMoving.current = false;
    const next = nextTap.current;
    if (next === null) return;
    nextTap.current = null;
    store.setPending([next], false);
    actions.toggle(next);
  }

  /** Remembers the last tap during a move. */
  function waitForMove(id: number) {
    if (nextTap.current !== null) store.setPending([nextTap.current], false);
    nextTap.current = id;
    store.setPending([id], true);
  }

  /** Handles the tap on a free seat. Returns false if no party moves. */
  function moveTo(id: number): boolean {
    if (isMoving.current) waitForMove(id);
    else if (!isTogether()) return false;
    else {
      const tapped = plan.seatsById.get(id);
      const isFree = (one: number) => ["free", "mine"].includes(store.get(one));
      const block = tapped && blockAround(plan, tapped, party.people, isFree);
      if (block) void move(block.map((seat) => seat.id));
      else actions.offerNearest(id);
    }
    return true;
  }

  return { holdParty, moveTo };
}
