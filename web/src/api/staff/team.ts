/** People, the keys of their programs, and what all of them did. */

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { body } from "#api/request.ts";
import { allRows, staffClient } from "./client.ts";
import type { ApiKey, Grant, InvitedPerson, NewApiKey, Person, RoleName } from "./types.ts";

const PAGE = { page_size: 200 };

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }): Promise<Person[]> =>
    allRows((cursor) =>
      body(
        staffClient.GET("/api/staff/people/", {
          params: { query: cursor === undefined ? PAGE : { ...PAGE, cursor } },
          signal,
        }),
      ),
    ),
  staleTime: 30_000,
});

export const personQuery = (id: number) =>
  queryOptions({
    queryKey: ["people", id],
    queryFn: ({ signal }): Promise<Person> =>
      body(
        staffClient.GET("/api/staff/people/{person_id}/", {
          params: { path: { person_id: String(id) } },
          signal,
        }),
      ),
    // A form starts with it.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const keysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }): Promise<ApiKey[]> =>
    allRows((cursor) =>
      body(
        staffClient.GET("/api/staff/api-keys/", {
          params: { query: cursor === undefined ? PAGE : { ...PAGE, cursor } },
          signal,
        }),
      ),
    ),
  staleTime: 30_000,
});

/** A page of the audit trail, the newest entry first; of one venue, or of all that one may read. */
export const auditQuery = (venue: number | null, cursor?: string) =>
  queryOptions({
    queryKey: ["audit", venue, cursor],
    queryFn: ({ signal }) =>
      body(
        staffClient.GET("/api/staff/audit/", {
          params: {
            query: {
              page_size: 50,
              ...(venue === null ? {} : { venue }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          },
          signal,
        }),
      ),
  });

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: ({ signal }) => body(staffClient.GET("/api/staff/roles/", { signal })),
  staleTime: 3_600_000,
});

export const usePeople = (enabled = true) => useQuery({ ...peopleQuery, enabled });

export type NewPerson = { email: string; first_name: string; last_name: string; roles: Grant[] };
export type PersonChanges = Partial<Omit<NewPerson, "email">> & { version: number; is_active?: boolean };

/** Each throws: Problem. */
export function useTeamActions() {
  const cache = useQueryClient();
  const changed = async <T>(response: Promise<T>): Promise<T> => {
    const result = await response;
    await cache.invalidateQueries({ queryKey: ["people"], exact: true });
    await cache.invalidateQueries({ queryKey: ["api-keys"] });
    cache.removeQueries({ queryKey: ["audit"] });
    return result;
  };
  const person = (id: number) => ({ path: { person_id: String(id) } });
  return {
    invite: (values: NewPerson): Promise<InvitedPerson> =>
      changed(body(staffClient.POST("/api/staff/invitations/", { body: values }))),
    change: (id: number, values: PersonChanges): Promise<Person> =>
      changed(
        body(staffClient.PATCH("/api/staff/people/{person_id}/", { params: person(id), body: values })),
      ),
    renewInvitation: (id: number): Promise<InvitedPerson> =>
      changed(body(staffClient.POST("/api/staff/people/{person_id}/invitation/", { params: person(id) }))),
    removePin: (id: number): Promise<Person> =>
      changed(
        body(staffClient.DELETE("/api/staff/people/{person_id}/approval-pin/", { params: person(id) })),
      ),
    createKey: (values: {
      name: string;
      role: RoleName;
      venue_id: number | null;
      expires_at: string | null;
    }) => changed<NewApiKey>(body(staffClient.POST("/api/staff/api-keys/", { body: values }))),
    revokeKey: (id: number): Promise<ApiKey> =>
      changed(
        body(
          staffClient.DELETE("/api/staff/api-keys/{key_id}/", { params: { path: { key_id: String(id) } } }),
        ),
      ),
  };
}
