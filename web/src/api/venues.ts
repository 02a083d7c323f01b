/**
 * The cinemas, and the selected one: the cinema of the address, else the last selected, else the first by name.
 */

import { queryOptions } from "@tanstack/react-query";
import { readCookie, writeCookie } from "#lib/cookies.ts";
import { body, client } from "./request.ts";
import type { Venue } from "./types.ts";

const CINEMA = "cinema";

export const venuesQuery = queryOptions({
  queryKey: ["venues"],
  queryFn: async ({ signal }) =>
    (await body(client.GET("/api/venues/", { params: { query: { page_size: 200 } }, signal }))).results,
  staleTime: 3_600_000,
});

/** `inAddress` is the `venue` parameter of the address, if any. */
export function chosenVenue<V extends Pick<Venue, "id" | "name">>(
  venues: readonly V[],
  inAddress: string | null,
): V | undefined {
  const wanted = Number(inAddress) || Number(readCookie(CINEMA));
  return venues.find((one) => one.id === wanted) ?? byName(venues)[0];
}

/** Sorts by name, as the API does. */
export const byName = <V extends Pick<Venue, "id" | "name">>(venues: readonly V[]): V[] =>
  [...venues].sort((one, other) => {
    if (one.name === other.name) return one.id - other.id;
    return one.name < other.name ? -1 : 1;
  });

export const rememberVenue = (id: number): void => writeCookie(CINEMA, String(id));
