/** What the palette finds on the server: orders, shows of today and films. */

import { t } from "@lingui/core/macro";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { body, client } from "#api/request.ts";
import { ordersQuery } from "#api/staff/orders.ts";
import { todayQuery } from "#api/staff/today.ts";
import type { FoundOrder } from "#api/staff/types.ts";
import type { Movie } from "#api/types.ts";
import { currentLanguage } from "#lib/language.ts";
import { codeInGroups } from "#lib/names.ts";
import { clockTime } from "#lib/time.ts";
import { may, maySomewhere } from "#staff/team/access.ts";
import { useAllowed } from "#staff/team/use-team.ts";
import { useDebounced } from "#staff/ui/use-debounced.ts";
import { matches } from "./matches.ts";

export type Goal = {
  path: string;
  name: string;
  about: string;
  /** A page of the public site, which opens beside the app. */
  isPublic?: boolean;
};

/** Milliseconds after the last key. */
const PAUSE = 250;

/** Letters that are enough to search for. */
const SHORTEST = 2;

/** Of each kind. */
const MOST = 5;

const filmsQuery = (q: string) =>
  queryOptions({
    queryKey: ["found-films", q, currentLanguage()],
    queryFn: ({ signal }) =>
      body(
        client.GET("/api/movies/", {
          params: { query: { q, page_size: MOST, lang: currentLanguage() } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });

function orderGoal({ reference, customer, show, needs_attention }: FoundOrder): Goal {
  const who = customer?.name || customer?.email || t`order`;
  const about = `${who} · ${show.title}`;
  return {
    path: `/orders/${reference}`,
    name: codeInGroups(reference),
    about: needs_attention ? `${about} · ${t`needs attention`}` : about,
  };
}

/** For those who manage films, the form; for others, the film's page on the website. */
function filmGoal({ id, title, release_year }: Movie, managesFilms: boolean): Goal {
  const kind = managesFilms ? t`Film` : t`Film, on the website`;
  return {
    path: managesFilms ? `/films/${id}` : `/film/${id}`,
    name: title,
    about: [kind, release_year].filter(Boolean).join(" · "),
    isPublic: !managesFilms,
  };
}

/** The shows of today whose film fits, for those who may see who comes. */
function useShowGoals(typed: string, isEnabled: boolean): Goal[] {
  const allowed = useAllowed();
  const today = useQuery({ ...todayQuery, enabled: isEnabled }).data;
  if (!isEnabled || !today) return [];
  return today.venues
    .filter(({ venue }) => may(allowed, "read-orders", venue.id))
    .flatMap(({ venue, shows }) =>
      shows
        .filter(({ title }) => matches(title, typed))
        .map(({ id, title, hall, starts_at }) => ({
          path: `/shows/${id}/attendees`,
          name: `${clockTime(starts_at, venue.timezone)} ${title}`,
          about: `${hall.name}, ${venue.name}`,
        })),
    )
    .slice(0, MOST);
}

/** Nothing until something is typed. */
export function useFoundGoals(typed: string) {
  const allowed = useAllowed();
  const settled = useDebounced(typed, PAUSE);
  const isEnough = typed.length >= SHORTEST && settled.length >= SHORTEST;
  const readsOrders = maySomewhere(allowed, "read-orders");
  const managesFilms = maySomewhere(allowed, "manage-films");
  const shows = useShowGoals(typed, isEnough);
  const orders = useQuery({
    ...ordersQuery({ q: settled }, undefined, MOST),
    placeholderData: () => undefined,
    enabled: isEnough && readsOrders,
  });
  const films = useQuery({ ...filmsQuery(settled), enabled: isEnough });
  const isWaiting = typed !== settled;
  const found = isEnough && !isWaiting;
  return {
    goals: [
      ...(found ? (orders.data?.results ?? []) : []).map(orderGoal),
      ...shows,
      ...(found ? (films.data?.results ?? []) : []).map((film) => filmGoal(film, managesFilms)),
    ],
    isSearching: typed.length >= SHORTEST && (isWaiting || orders.isFetching || films.isFetching),
    hasFailed: found && (orders.isError || films.isError),
  };
}
