import { useCallback, useSyncExternalStore } from "react";
import type { SeatStore, SeatView } from "./seat-store.ts";

/** The state of one seat. The caller renders again only when that seat changes. */
export function useSeat(store: SeatStore, id: number): SeatView {
  const subscribe = useCallback((changed: () => void) => store.subscribe(id, changed), [store, id]);
  return useSyncExternalStore(subscribe, () => store.view(id));
}

/** The caller renders again whenever any seat changes. For small components. */
export const useAllSeats = (store: SeatStore): number =>
  useSyncExternalStore(store.subscribeToAll, store.changes);
