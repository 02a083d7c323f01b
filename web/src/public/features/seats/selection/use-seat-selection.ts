import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { type HoldState, useHoldActions } from "#api/hold.ts";
import { takenKey } from "#api/layout.ts";
import { Problem, problemText } from "#api/problem.ts";
import { releaseHold } from "#api/release-hold.ts";
import { announce } from "#lib/announcements.ts";
import { seatName } from "#lib/names.ts";
import { getItem } from "#lib/storage.ts";
import type { Plan } from "#seat-map/plan.ts";
import type { SeatState, SeatStore } from "#seat-map/seat-store.ts";
import { danger, type Message, plain, TOGETHER } from "./message.ts";
import type { Move } from "./party-move.ts";
import type { Party } from "./use-party.ts";

export type SeatSelection = {
  message: Message | null;
  /** The seat that was tapped while the visitor holds seats for another show. */
  wanted: number | null;
  showMessage: (message: Message) => void;
  toggle: (seatId: number) => void;
  /** The actions of a message. Each moves the focus back to the map, since the message disappears. */
  dismiss: () => void;
  holdInstead: (seatIds: number[]) => void;
  /** Adds seats to the hold. Throws: Problem. */
  hold: (seatIds: number[]) => Promise<void>;
  /** Holds seats for the whole party instead of those that are held. Throws: Problem. */
  holdParty: (seatIds: number[]) => Promise<void>;
  release: (seatIds: number[]) => void;
  /** Shows why these seats could not be held or released. */
  reportError: (error: unknown, seatIds: number[]) => void;
};

/** Why a seat can't be chosen, as far as the store knows; else null. */
function unavailableReason(state: SeatState, name: string): string | null {
  switch (state) {
    case "taken":
      return t`${name} is taken. Choose another seat.`;
    case "held":
      return t`${name} is held by someone else. It may become free again.`;
    case "out":
      return t`${name} is out of service. Choose another seat.`;
    default:
      return null;
  }
}

const focusSeat = (id: number | null | undefined) =>
  document.querySelector<SVGElement>(`[data-seat="${id}"]`)?.focus({ preventScroll: true });

/**
 * Handles a tap: holds a free seat, moves the party to it, releases an own seat, or explains why the seat is
 * unavailable.
 */
export function useSeatSelection(
  showId: number,
  plan: Plan,
  store: SeatStore,
  hold: HoldState,
  party: Party,
): SeatSelection {
  const cache = useQueryClient();
  const actions = useHoldActions();
  const [message, setMessage] = useState<Message | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const move = useRef<Move>({ isHolding: false, nextTap: null });

  const ok = [{ label: t`OK`, onClick: dismiss }];
  const seatsOf = (ids: number[]) => ids.flatMap((id) => plan.seatsById.get(id) ?? []);
  const names = (ids: number[]) => seatsOf(ids).map(seatName).join(", ");

  async function whilePending(ids: number[], request: () => Promise<void>) {
    setMessage(null);
    store.setPending(ids, true);
    try {
      await request();
    } finally {
      store.setPending(ids, false);
    }
  }

  const heldElsewhere = hold.kind === "held" && hold.hold.showId !== showId ? hold.hold : null;

  /** Updates the store before the hold query notifies the page. Seats of another show are released after. */
  async function addSeats(ids: number[]) {
    await actions.holdSeats(showId, ids);
    if (heldElsewhere && !heldElsewhere.order) void releaseHold(heldElsewhere.token);
    store.setMine([...store.mine, ...ids]);
    const held = names(ids);
    announce(t`${held} held`);
  }

  async function removeSeats(ids: number[]) {
    await actions.releaseSeats(ids);
    store.setMine(store.mine.filter((id) => !ids.includes(id)));
    const released = names(ids);
    announce(t`${released} released`);
  }

  const holdSeats = (ids: number[]) => whilePending(ids, () => addSeats(ids));
  const releaseSeats = (ids: number[]) => whilePending(ids, () => removeSeats(ids));
  const release = (ids: number[]) => void releaseSeats(ids).catch((error) => reportError(error, ids));
  const offerNearest = async (id: number) => {
    const found = await import("./best-seats.ts");
    await found.offerNearest(showId, id, names([id]), party.people, selection);
  };
  const partyActions = {
    ...{ plan, store, party, move: move.current, hold: holdSeats, release: releaseSeats },
    ...{ reportError, offerNearest, toggle },
  };
  const holdParty = async (ids: number[]) => (await import("./party-move.ts")).holdParty(partyActions, ids);

  /** A party that was held together moves to the seat. */
  async function tapFree(id: number) {
    if (!move.current.isHolding && getItem("session", TOGETHER) === null) return holdSeats([id]);
    store.setPending([id], true);
    const { tapFree } = await import("./party-move.ts").finally(() => store.setPending([id], false));
    return tapFree(partyActions, id);
  }

  function reportError(error: unknown, ids: number[]) {
    const problem = error instanceof Problem ? error : null;
    // An expired hold has its own message, with an action that holds its seats again.
    if (problem?.code !== "hold-expired") void showFailure(error, ids);
    if (problem?.code === "seats-taken") store.addTaken(problem.data.seat_ids ?? []);
    void cache.invalidateQueries({ queryKey: takenKey(showId) });
  }

  async function showFailure(error: unknown, ids: number[]) {
    const failure = await import("./lost-seats.ts").then(
      ({ failureMessage }) => failureMessage(error, seatsOf(ids), plan, store, party.people, selection),
      // The chunk does not load while the browser is offline.
      () => danger(problemText(error), ok),
    );
    setMessage(failure);
  }

  function toggle(id: number) {
    const state = store.get(id);
    const reason = unavailableReason(state, names([id]));
    if (reason) return setMessage(plain(reason, ok));
    if (heldElsewhere) {
      setMessage(null);
      return setWanted(id);
    }
    if (state === "mine") release([id]);
    if (state === "free") void tapFree(id).catch((error) => reportError(error, [id]));
  }

  function holdInstead(ids: number[]) {
    focusSeat(ids[0]);
    void holdSeats(ids).catch((error) => reportError(error, ids));
  }

  function dismiss() {
    focusSeat(store.tabStop);
    setMessage(null);
  }

  const selection: SeatSelection = {
    message,
    wanted,
    showMessage: setMessage,
    toggle,
    dismiss,
    holdInstead,
    hold: holdSeats,
    holdParty,
    release,
    reportError,
  };
  return selection;
}
