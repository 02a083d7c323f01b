/** The settings of cinemas, new halls and first shows. */

import { queryOptions, skipToken, useQueryClient } from "@tanstack/react-query";
import { body, client } from "#api/request.ts";
import { venuesQuery } from "#api/venues.ts";
import { allRows, staffClient } from "./client.ts";
import type {
  ChangedVenue,
  FirstOwner,
  MailTest,
  ManagedHall,
  ManagedVenue,
  NewHall,
  NewShow,
  NewVenue,
  ScheduledShow,
  VenueChanges,
  VenueSettings,
} from "./types.ts";

const PAGE = { page_size: 200 };
const venuePath = (id: number) => ({ path: { venue_id: String(id) } });

/** The cinemas whose settings the person may change. */
export const managedVenuesQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }): Promise<ManagedVenue[]> =>
    allRows((cursor) =>
      body(
        staffClient.GET("/api/staff/venues/", {
          params: { query: cursor === undefined ? PAGE : { ...PAGE, cursor } },
          signal,
        }),
      ),
    ),
  staleTime: 30_000,
});

export const settingsQuery = (id: number) =>
  queryOptions({
    queryKey: ["settings", id],
    queryFn: ({ signal }): Promise<VenueSettings> =>
      body(staffClient.GET("/api/staff/venues/{venue_id}/", { params: venuePath(id), signal })),
    // A form starts with it.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const choicesQuery = queryOptions({
  queryKey: ["settings", "choices"],
  queryFn: ({ signal }) => body(staffClient.GET("/api/staff/venues/choices/", { signal })),
  staleTime: 3_600_000,
});

/** What the cinema needs before it sells online. The server writes the sentences in the language of the app. */
export const readinessQuery = (id: number, language: string) =>
  queryOptions({
    queryKey: ["readiness", id, language],
    queryFn: ({ signal }) =>
      body(staffClient.GET("/api/staff/venues/{venue_id}/readiness/", { params: venuePath(id), signal })),
    staleTime: 0,
  });

/** While a test email waits, its state is read again each second. */
export const emailQuery = (id: number) =>
  queryOptions({
    queryKey: ["settings", id, "email"],
    queryFn: ({ signal }) =>
      body(staffClient.GET("/api/staff/venues/{venue_id}/email/", { params: venuePath(id), signal })),
    refetchInterval: ({ state }) => (state.data?.test?.status === "WAITING" ? 1_000 : false),
    staleTime: 0,
  });

export const paymentsQuery = (id: number) =>
  queryOptions({
    queryKey: ["settings", id, "payments"],
    queryFn: ({ signal }) =>
      body(staffClient.GET("/api/staff/venues/{venue_id}/payments/", { params: venuePath(id), signal })),
    staleTime: 0,
  });

export const hallsQuery = (venue: number) =>
  queryOptions({
    queryKey: ["halls", venue],
    queryFn: ({ signal }): Promise<ManagedHall[]> =>
      allRows((cursor) =>
        body(
          staffClient.GET("/api/staff/halls/", {
            params: { query: { ...PAGE, venue, ...(cursor === undefined ? {} : { cursor }) } },
            signal,
          }),
        ),
      ),
    staleTime: 0,
  });

/** All films, for a choice. */
export const filmsQuery = queryOptions({
  queryKey: ["films", "choice"],
  queryFn: ({ signal }) =>
    allRows((cursor) =>
      body(
        client.GET("/api/movies/", {
          params: { query: cursor === undefined ? PAGE : { ...PAGE, cursor } },
          signal,
        }),
      ),
    ),
  staleTime: 0,
});

/** What the show would be; nothing is stored. */
export const plannedShowQuery = (show: NewShow | null) =>
  queryOptions({
    queryKey: ["planned-show", show],
    queryFn: show
      ? ({ signal }): Promise<ScheduledShow> =>
          body(staffClient.POST("/api/staff/shows/", { body: { ...show, dry_run: true }, signal }))
      : skipToken,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** Throws: Problem, with messages about the field `password`. */
export const createFirstOwner = (values: FirstOwner): Promise<{ email: string }> =>
  body(staffClient.POST("/api/staff/setup/", { body: values }));

/** Each throws: Problem. */
export function useSettingsActions() {
  const cache = useQueryClient();
  const changed = async <T>(response: Promise<T>): Promise<T> => {
    const result = await response;
    await cache.invalidateQueries({ queryKey: managedVenuesQuery.queryKey, exact: true });
    cache.removeQueries({ queryKey: ["audit"] });
    cache.removeQueries({ queryKey: ["readiness"] });
    return result;
  };
  /** The public list stays in the browser's cache for a minute, so it is changed here. */
  const listed = <T extends VenueSettings>(venue: T): T => {
    const { id, name, address, city, country, region, timezone, currency, day_starts_at } = venue;
    const shown = { id, name, address, city, country, region, timezone, currency, day_starts_at };
    cache.setQueryData(venuesQuery.queryKey, (list) => {
      const halls = list?.find((one) => one.id === id)?.halls ?? [];
      return list && [...list.filter((one) => one.id !== id), { ...shown, halls }];
    });
    return venue;
  };
  return {
    open: (values: NewVenue): Promise<VenueSettings> =>
      changed(body(staffClient.POST("/api/staff/venues/", { body: values }))).then(listed),
    change: (id: number, values: VenueChanges): Promise<ChangedVenue> =>
      changed(
        body(staffClient.PATCH("/api/staff/venues/{venue_id}/", { params: venuePath(id), body: values })),
      ).then(listed),
    sendTestEmail: (id: number): Promise<MailTest> =>
      changed(body(staffClient.POST("/api/staff/venues/{venue_id}/test-email/", { params: venuePath(id) }))),
    createHall: (values: NewHall): Promise<ManagedHall> =>
      changed(body(staffClient.POST("/api/staff/halls/", { body: values }))),
    schedule: (values: NewShow): Promise<ScheduledShow> =>
      changed(body(staffClient.POST("/api/staff/shows/", { body: values }))),
  };
}
