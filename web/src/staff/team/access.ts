/** What the person who is signed in may do. The server decides; this only hides what it would refuse. */

import type { Allowed, Grant, PermissionName, RoleName } from "#api/staff/types.ts";
import { ALL_ROLES } from "./roles.ts";

/** Whether a permission applies at a venue; null stands for all venues together. */
export function may(
  allowed: readonly Allowed[],
  permission: PermissionName,
  venueId: number | null,
): boolean {
  const found = allowed.find((one) => one.permission === permission);
  if (!found) return false;
  return found.venue_ids === null || (venueId !== null && found.venue_ids.includes(venueId));
}

export const maySomewhere = (allowed: readonly Allowed[], permission: PermissionName): boolean =>
  allowed.some((one) => one.permission === permission);

/** Owners are made by owners; nobody gives more than they have. */
export const mayGrant = (allowed: readonly Allowed[], grant: Grant): boolean =>
  may(allowed, grant.role === "owner" ? "manage-owners" : "manage-people", grant.venue_id);

/** The roles that may be given at a venue, or at all venues (null). */
export const grantableRoles = (allowed: readonly Allowed[], venueId: number | null): RoleName[] =>
  ALL_ROLES.filter((role) => mayGrant(allowed, { role, venue_id: venueId }));

/** Whether a person or key with these roles belongs to a venue. Roles at all venues belong to each. */
export const worksAt = (grants: readonly Grant[], venueId: number | null): boolean =>
  venueId === null || grants.some((one) => one.venue_id === null || one.venue_id === venueId);

export const isSameGrant = (one: Grant, other: Grant): boolean =>
  one.role === other.role && one.venue_id === other.venue_id;
