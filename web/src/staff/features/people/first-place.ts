/** Where a new person works, until something else is chosen. */

import type { Allowed } from "#api/staff/types.ts";
import { grantableRoles } from "#staff/team/access.ts";
import type { VenueName } from "#staff/team/names.ts";

/** The selected cinema; else the only one; else all cinemas or the first one, whichever one may give. */
export function firstPlace(
  allowed: readonly Allowed[],
  venues: readonly VenueName[],
  selected: number | null,
): number | null {
  const ids = venues.map(({ id }) => id);
  const places = ids.length === 1 ? ids : [selected, null, ...ids];
  return places.find((id) => grantableRoles(allowed, id).includes("cashier")) ?? null;
}
