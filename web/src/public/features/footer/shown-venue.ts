import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearchParams } from "wouter";
import { useHold } from "#api/hold.ts";
import { layoutQuery } from "#api/layout.ts";
import { orderQuery } from "#api/orders.ts";
import { filmShowsQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { chosenVenue, venuesQuery } from "#api/venues.ts";

export type FooterVenue = Show["venue"];

/** The show that a page is about, if the page has loaded it. */
function useShownShow(page: string | undefined, id: string): { venue: FooterVenue } | undefined {
  const state = useHold();
  const heldShow = state.kind === "held" ? state.hold.showId : state.kind === "expired" ? state.showId : 0;
  const showId = page === "checkout" ? heldShow : Number(id);
  const layout = useQuery({ ...layoutQuery(showId), enabled: false });
  const order = useQuery({ ...orderQuery(id), enabled: false });
  if (page === "show" || page === "checkout") return layout.data?.show;
  return page === "ticket" ? order.data?.show : undefined;
}

/**
 * The cinema of the page: that of its show, its booking, its legal text or its film; else the selected one,
 * as on the programme.
 */
export function useShownVenue(): FooterVenue | undefined {
  const [path] = useLocation();
  const [address] = useSearchParams();
  const [, page, id = ""] = path.split("/");
  const shown = useShownShow(page, id);
  const { data: filmShows } = useQuery({ ...filmShowsQuery(Number(id)), enabled: false });
  const { data: venues = [] } = useQuery(venuesQuery);
  if (shown) return shown.venue;
  const choice = page === "legal" ? id : address.get("venue");
  const ofFilm = page === "film" ? (filmShows ?? []).map(({ venue }) => venue) : [];
  return chosenVenue(ofFilm.length > 0 ? ofFilm : venues, choice);
}
