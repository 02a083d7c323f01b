/** The session, the cinemas and the selected cinema, for every page. */

import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useSession } from "#api/staff/session.ts";
import type { Allowed, Grant } from "#api/staff/types.ts";
import { byName, venuesQuery } from "#api/venues.ts";
import { getItem, removeItem, setItem } from "#lib/storage.ts";
import type { VenueName } from "./names.ts";

const NONE: readonly never[] = [];
const CINEMA = "staff-cinema";

/** What the person who is signed in may do. */
export const useAllowed = (): readonly Allowed[] => useSession().data?.permissions ?? NONE;

/** The roles of the person who is signed in. */
export const useOwnRoles = (): readonly Grant[] => useSession().data?.roles ?? NONE;

/** All cinemas, by name. Empty until they have loaded. */
export const useVenues = (): readonly VenueName[] => useQuery(venuesQuery).data ?? NONE;

/** The cinemas that the person works at. */
export function useOwnVenues(): VenueName[] {
  const roles = useOwnRoles();
  const venues = useVenues();
  const everywhere = roles.some((one) => one.venue_id === null);
  return byName(everywhere ? venues : venues.filter(({ id }) => roles.some((one) => one.venue_id === id)));
}

let selected = getItem<number>("session", CINEMA);
const listeners = new Set<() => void>();

/** Selects a cinema in this tab; null for all. */
export function selectCinema(id: number | null): void {
  selected = id;
  if (id === null) removeItem("session", CINEMA);
  else setItem("session", CINEMA, id);
  for (const listener of listeners) listener();
}

/** The cinema that lists are limited to; null for all cinemas. */
export function useCinema(): number | null {
  const id = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => selected,
  );
  return useOwnVenues().some((one) => one.id === id) ? id : null;
}
