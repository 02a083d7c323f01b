import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearchParams } from "wouter";
import { type HoldState, useHold } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { orderQuery } from "#api/orders.ts";
import { filmShowsQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { chosenVenue, venuesQuery } from "#api/venues.ts";

export type FooterVenue = Show["venue"];

/**
 * The cinema of the page: that of its show, its booking, its legal text or its film, once the page has loaded
 * it; else the selected one, as on the programme.
 */
export function useShownVenue(): FooterVenue | undefined {
  const [path] = useLocation();
  const [address] = useSearchParams();
  const [, page, id = ""] = path.split("/");
  const hold = useHold();
  const showId = page === "checkout" ? showOfHold(hold) : Number(id);
  const layout = useQuery({ ...layoutQuery(showId), enabled: false }).data;
  const order = useQuery({ ...orderQuery(id), enabled: false }).data;
  const filmShows = useQuery({ ...filmShowsQuery(Number(id)), enabled: false }).data;
  const { data: venues = [] } = useQuery(venuesQuery);
  if (page === "show" || (page === "checkout" && hold.kind !== "none")) return layout?.show.venue;
  if (page === "ticket") return order?.show.venue;
  if (page === "legal") return venues.find((venue) => venue.id === Number(id));
  const isOfShows = page === "film" && filmShows?.length !== 0;
  return chosenVenue(isOfShows ? venuesOf(filmShows) : venues, address.get("venue"));
}

function showOfHold(hold: HoldState): number {
  if (hold.kind === "held") return hold.hold.showId;
  return hold.kind === "expired" ? hold.showId : 0;
}

const venuesOf = (shows: readonly Show[] = []): FooterVenue[] => shows.map(({ venue }) => venue);
