import { useCallback, useSyncExternalStore } from "react";
import type { SeatStore, SeatView } from "./seat-store.ts";

/** One seat. Draws the caller again only when that seat changes. */
export function useSeat(store: SeatStore, id: number): SeatView {
  const subscribe = useCallback((changed: () => void) => store.subscribe(id, changed), [store, id]);
  return useSyncExternalStore(subscribe, () => store.look(id));
}

/** Draws the caller again whenever any seat changes. For parts with little in them. */
export const useAllSeats = (store: SeatStore): number =>
  useSyncExternalStore(store.subscribeToAll, store.changes);
