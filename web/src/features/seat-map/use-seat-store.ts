import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { HoldState } from "#api/hold.ts";
import { takenQuery } from "#api/layout.ts";
import type { HallLayout } from "#api/types.ts";
import { firstStop, type Plan } from "./plan.ts";
import { SeatStore } from "./seat-store.ts";

const NO_SEATS: number[] = [];

/** The seats of the visitor's hold in this show. */
export function seatsHeld(hold: HoldState, showId: number): number[] {
  return hold.kind === "held" && hold.hold.showId === showId ? hold.hold.seatIds : NO_SEATS;
}

/** The store of one show's seats, fed by the server's list and by the hold. */
export function useSeatStore(layout: HallLayout, plan: Plan, hold: HoldState): SeatStore {
  const store = useMemo(() => new SeatStore(layout.seats), [layout]);
  const taken = useQuery(takenQuery(layout.show.id)).data;
  const mine = seatsHeld(hold, layout.show.id);

  useEffect(() => {
    if (taken) store.setTaken(taken.seats);
  }, [store, taken]);

  useEffect(() => {
    store.setMine(mine);
  }, [store, mine]);

  useEffect(() => {
    if (store.tabStop === null) store.setTabStop(firstStop(plan, (id) => store.get(id) === "free"));
  }, [store, plan]);

  return store;
}
