import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearchParams } from "wouter";
import { type HoldState, useHold } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { orderQuery } from "#api/orders.ts";
import { filmQuery, filmShowsQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { chosenVenue, venuesQuery } from "#api/venues.ts";

export type FooterVenue = Show["venue"];

/**
 * The cinema of the page: that of its show, its booking, its legal text or its film, once the page has loaded
 * it; else the selected one, as on the programme. A page that failed to load has the selected one, too.
 */
export function useShownVenue(): FooterVenue | undefined {
  const [path] = useLocation();
  const [address] = useSearchParams();
  const [, page, id = "", rest] = path.split("/");
  const isNumbered = /^\d+$/.test(id) && rest === undefined;
  const hold = useHold();
  const showId = page === "checkout" ? showOfHold(hold) : Number(id);
  const layout = useQuery({ ...layoutQuery(showId), enabled: false });
  const order = useQuery({ ...orderQuery(id), enabled: false });
  const film = useQuery({ ...filmQuery(Number(id)), enabled: false });
  const filmShows = useQuery({ ...filmShowsQuery(Number(id)), enabled: false });
  const { data: venues = [] } = useQuery(venuesQuery);
  const selected = chosenVenue(venues, address.get("venue"));
  const hasHold = hold.kind !== "none" && hold.kind !== "unreachable";
  const isOfShow = (page === "show" && isNumbered) || (page === "checkout" && hasHold);
  if (isOfShow) return layout.data?.show.venue ?? (layout.isError ? selected : undefined);
  if (page === "ticket" && id !== "") return order.data?.show.venue ?? (order.isError ? selected : undefined);
  if (page === "legal") return venues.find((venue) => venue.id === Number(id));
  const hasNoShows = !isNumbered || film.isError || filmShows.isError || filmShows.data?.length === 0;
  return page === "film" && !hasNoShows
    ? chosenVenue(venuesOf(filmShows.data), address.get("venue"))
    : selected;
}

function showOfHold(hold: HoldState): number {
  if (hold.kind === "held") return hold.hold.showId;
  return hold.kind === "expired" ? hold.showId : 0;
}

const venuesOf = (shows: readonly Show[] = []): FooterVenue[] => shows.map(({ venue }) => venue);
