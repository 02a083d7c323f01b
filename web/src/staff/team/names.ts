/** Names of people and cinemas, and times, as the app shows them. */

import { t } from "@lingui/core/macro";
import type { Grant, Person } from "#api/staff/types.ts";
import type { Venue } from "#api/types.ts";
import { formatList } from "#lib/names.ts";
import { roleName } from "./roles.ts";

/** "Ada Lovelace", or the email address of a person without a name. */
export const personName = (person: Pick<Person, "first_name" | "last_name" | "email">): string =>
  `${person.first_name} ${person.last_name}`.trim() || person.email;

export type VenueName = Pick<Venue, "id" | "name">;

/** "Odeon", or "all cinemas" for null. */
export function cinemaName(venues: readonly VenueName[], id: number | null): string {
  if (id === null) return t`all cinemas`;
  return venues.find((one) => one.id === id)?.name ?? t`cinema ${id}`;
}

/** "Manager at Odeon". */
export function grantText(venues: readonly VenueName[], grant: Grant): string {
  const role = roleName(grant.role);
  const cinema = cinemaName(venues, grant.venue_id);
  return t`${role} at ${cinema}`;
}

/** "Manager at Odeon and Cashier at Rex", or "no role". */
export const grantsText = (venues: readonly VenueName[], grants: readonly Grant[]): string =>
  grants.length === 0 ? t`no role` : formatList(grants.map((one) => grantText(venues, one)));
