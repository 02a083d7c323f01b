/** What a form changes of a person, and how that applies to a state that another person has changed. */

import type { PersonChanges } from "#api/staff/team.ts";
import type { Grant, Person } from "#api/staff/types.ts";
import { isSameGrant } from "#staff/team/access.ts";

/** The fields of the form. */
export type Draft = Pick<Person, "first_name" | "last_name" | "roles">;

export const draftOf = ({ first_name, last_name, roles }: Person): Draft => ({
  first_name,
  last_name,
  roles,
});

const has = (grants: readonly Grant[], grant: Grant) => grants.some((one) => isSameGrant(one, grant));

const isSame = (one: readonly Grant[], other: readonly Grant[]): boolean =>
  one.length === other.length && one.every((grant) => has(other, grant));

/** Each role once. */
export const withoutRepeats = (grants: readonly Grant[]): Grant[] =>
  grants.filter((grant, at) => grants.findIndex((one) => isSameGrant(one, grant)) === at);

/** Only what differs, for the request; null if nothing does. */
export function changesOf(before: Person, draft: Draft): PersonChanges | null {
  const first = draft.first_name.trim();
  const last = draft.last_name.trim();
  const roles = withoutRepeats(draft.roles);
  const changes = {
    ...(first === before.first_name ? {} : { first_name: first }),
    ...(last === before.last_name ? {} : { last_name: last }),
    ...(isSame(before.roles, roles) ? {} : { roles }),
  };
  return Object.keys(changes).length === 0 ? null : { version: before.version, ...changes };
}

/** The same change, applied to the current state: roles that were added or removed here, and changed names. */
export function rebased(before: Person, draft: Draft, current: Person): Draft {
  const added = draft.roles.filter((one) => !has(before.roles, one) && !has(current.roles, one));
  const kept = current.roles.filter((one) => !has(before.roles, one) || has(draft.roles, one));
  const name = (key: "first_name" | "last_name") =>
    draft[key].trim() === before[key] ? current[key] : draft[key];
  return {
    first_name: name("first_name"),
    last_name: name("last_name"),
    roles: withoutRepeats([...kept, ...added]),
  };
}
