import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type HoldState, useHoldActions } from "#api/hold.ts";
import type { HoldFailure } from "#api/hold-failure.ts";
import { takenKey } from "#api/layout.ts";
import { Problem, problemText } from "#api/problem.ts";
import { announce } from "#lib/announcements.ts";
import { seatName } from "#lib/names.ts";
import type { Plan } from "#seat-map/plan.ts";
import type { SeatState, SeatStore } from "#seat-map/seat-store.ts";
import { danger, type Message, plain } from "./message.ts";

export type SeatSelection = {
  message: Message | null;
  say: (message: Message) => void;
  toggle: (seatId: number) => void;
  /** The answers to a message; each leads back to the map, since the message goes. */
  dismiss: () => void;
  takeInstead: (seatIds: number[]) => void;
  /** Holds seats beside those held. Throws: Problem. */
  hold: (seatIds: number[]) => Promise<void>;
  /** Holds `wanted` first, then gives the seats back that are held now. Throws: Problem. */
  exchange: (wanted: number[]) => Promise<void>;
  giveBack: (seatIds: number[]) => void;
  /** Tells of a refusal that took these seats, or any other. */
  refused: (error: unknown, seatIds: number[]) => void;
};

/** Why a seat can't be had, where the map knows. */
function whyNot(state: SeatState, name: string): string | null {
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

const nodeOf = (id: number | null | undefined) => document.querySelector<SVGElement>(`[data-seat="${id}"]`);

const focusSeat = (id: number | null | undefined) => nodeOf(id)?.focus({ preventScroll: true });

/** Seats that nobody tapped may be out of sight. */
export function showSeats(ids: readonly number[]): void {
  for (const id of ids) nodeOf(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** What a tap does: a free seat is held at once, an own one is given back, any other says why not. */
export function useSeatSelection(
  showId: number,
  plan: Plan,
  store: SeatStore,
  hold: HoldState,
): SeatSelection {
  const cache = useQueryClient();
  const actions = useHoldActions();
  const [message, setMessage] = useState<Message | null>(null);

  const ok = [{ label: t`OK`, act: dismiss }];
  const seatsOf = (ids: number[]) => ids.flatMap((id) => plan.seatsById.get(id) ?? []);
  const names = (ids: number[]) => seatsOf(ids).map(seatName).join(", ");

  async function pending(ids: number[], act: () => Promise<void>) {
    setMessage(null);
    store.setPending(ids, true);
    try {
      await act();
    } finally {
      store.setPending(ids, false);
    }
  }

  /** The map shows what was answered before the page has heard of it. */
  async function take(ids: number[]) {
    await actions.take(showId, ids);
    store.setMine([...store.mine, ...ids]);
    const held = names(ids);
    announce(t`${held} held`);
  }

  async function drop(ids: number[]) {
    await actions.giveBack(ids);
    store.setMine(store.mine.filter((id) => !ids.includes(id)));
    const dropped = names(ids);
    announce(t`${dropped} given back`);
  }

  const holdSeats = (ids: number[]) => pending(ids, () => take(ids));
  const giveBack = (ids: number[]) =>
    void pending(ids, () => drop(ids)).catch((error) => refused(error, ids));

  async function exchange(wanted: number[]) {
    const before = store.mine;
    await holdSeats(wanted);
    await pending(before, () => drop(before));
  }

  function refused(error: unknown, ids: number[]) {
    const problem = error instanceof Problem ? error : null;
    // An expired hold has a message of its own, with a way to get its seats back.
    if (problem?.code !== "hold-expired") void tellRefusal(error, ids);
    if (problem?.code === "seats-taken") store.addTaken(problem.data.seat_ids ?? []);
    void cache.invalidateQueries({ queryKey: takenKey(showId) });
  }

  async function tellRefusal(error: unknown, ids: number[]) {
    const said = await import("#api/hold-failure.ts").then(
      ({ holdFailureOf }) => messageOf(holdFailureOf(error, seatsOf(ids))),
      // Offline, not even these words arrive.
      () => danger(problemText(error), ok),
    );
    setMessage(said);
  }

  function messageOf({ text, takeInstead: instead, label }: HoldFailure): Message {
    if (instead.length === 0) return danger(text, ok);
    return danger(text, [
      { label, act: () => takeInstead(instead) },
      { label: t`Choose again`, act: dismiss },
    ]);
  }

  function toggle(id: number) {
    const state = store.get(id);
    const reason = whyNot(state, names([id]));
    if (reason) return setMessage(plain(reason, ok));
    if (hold.kind === "held" && hold.hold.showId !== showId) {
      const text = t`You hold seats for another show. Give those back first.`;
      return setMessage(plain(text, ok));
    }
    if (state === "mine") giveBack([id]);
    if (state === "free") void holdSeats([id]).catch((error) => refused(error, [id]));
  }

  function takeInstead(ids: number[]) {
    focusSeat(ids[0]);
    void holdSeats(ids).catch((error) => refused(error, ids));
  }

  function dismiss() {
    focusSeat(store.tabStop);
    setMessage(null);
  }

  return {
    message,
    say: setMessage,
    toggle,
    dismiss,
    takeInstead,
    hold: holdSeats,
    exchange,
    giveBack,
    refused,
  };
}
