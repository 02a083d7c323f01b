import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type HoldState, useHoldActions } from "#api/hold.ts";
import { takenKey } from "#api/layout.ts";
import { Problem } from "#api/problem.ts";
import { plainRefusal, type Refusal, refusalOf } from "#api/refusal.ts";
import { seatName } from "#lib/names.ts";
import { announce } from "#ui/announcer.tsx";
import type { Plan } from "./plan.ts";
import type { SeatState, SeatStore } from "./seat-store.ts";

const WHY_NOT: Partial<Record<SeatState, string>> = {
  taken: "is taken. Choose another seat.",
  held: "is held by someone else. It may become free again.",
  out: "is out of service. Choose another seat.",
};

export type Choice = {
  refusal: Refusal | null;
  toggle: (seatId: number) => void;
  /** The answers to a message; each leads back to the map, since the message goes. */
  dismiss: () => void;
  takeInstead: (seatIds: number[]) => void;
};

function focusSeat(id: number | null | undefined): void {
  document.querySelector<SVGElement>(`[data-seat="${id}"]`)?.focus({ preventScroll: true });
}

/** What a tap does: a free seat is held at once, an own one is given back, any other says why not. */
export function useSeatChoice(showId: number, plan: Plan, store: SeatStore, hold: HoldState): Choice {
  const cache = useQueryClient();
  const actions = useHoldActions();
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const seatsOf = (ids: number[]) => ids.flatMap((id) => plan.seatsById.get(id) ?? []);
  const names = (ids: number[]) => seatsOf(ids).map(seatName).join(", ");

  async function attempt(ids: number[], act: () => Promise<void>, done: string) {
    setRefusal(null);
    store.setPending(ids, true);
    try {
      await act();
      announce(`${names(ids)} ${done}`);
    } catch (error) {
      const problem = error instanceof Problem ? error : null;
      // An expired hold has a message of its own, with a way to get its seats back.
      if (problem?.code !== "hold-expired") setRefusal(refusalOf(error, seatsOf(ids)));
      if (problem?.code === "seats-taken") store.addTaken(problem.data.seat_ids ?? []);
      void cache.invalidateQueries({ queryKey: takenKey(showId) });
    } finally {
      store.setPending(ids, false);
    }
  }

  const take = (ids: number[]) => attempt(ids, () => actions.take(showId, ids), "held");

  function toggle(id: number) {
    const state = store.get(id);
    const whyNot = WHY_NOT[state];
    if (whyNot) return setRefusal(plainRefusal(`${names([id])} ${whyNot}`));
    if (hold.kind === "held" && hold.hold.showId !== showId) return setRefusal(plainRefusal(OTHER_SHOW));
    if (state === "mine") return void attempt([id], () => actions.giveBack([id]), "given back");
    if (state === "free") void take([id]);
  }

  function takeInstead(ids: number[]) {
    focusSeat(ids[0]);
    void take(ids);
  }

  function dismiss() {
    focusSeat(store.tabStop);
    setRefusal(null);
  }

  return { refusal, toggle, dismiss, takeInstead };
}

const OTHER_SHOW = "You hold seats for another show. Give those back first.";
