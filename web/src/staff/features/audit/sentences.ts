/** What an entry of the audit trail says, in a sentence. */

import { t } from "@lingui/core/macro";
import type { AuditEntry, Grant } from "#api/staff/types.ts";
import { cinemaName, grantsText, type VenueName } from "#staff/team/names.ts";
import { isRole, roleName } from "#staff/team/roles.ts";

/** The names of what entries refer to by id, as far as one may read them. */
export type Names = {
  people: ReadonlyMap<number, string>;
  keys: ReadonlyMap<number, string>;
  venues: readonly VenueName[];
};

type State = { roles?: Grant[]; is_active?: boolean };

function personOf(id: number, names: Names): string {
  return names.people.get(id) ?? t`person ${id}`;
}

function keyOf(id: number, names: Names): string {
  return names.keys.get(id) ?? t`key ${id}`;
}

/** Who did it: a person, a program, a device, or a command. */
export function whoText(entry: AuditEntry, names: Names): string {
  const { person, person_id, api_key_id, device_id, approver } = entry;
  const who = (() => {
    if (person_id !== null) return person ?? t`person ${person_id}`;
    if (api_key_id !== null) {
      const name = keyOf(api_key_id, names);
      return t`Program: ${name}`;
    }
    return device_id === null ? t`A command on the server` : t`device ${device_id}`;
  })();
  return approver === null ? who : t`${who}, approved by ${approver}`;
}

function changeText(entry: AuditEntry, names: Names): string {
  const before = (entry.facts.before ?? {}) as State;
  const after = (entry.facts.after ?? {}) as State;
  const person = personOf(entry.object_id, names);
  const roles = grantsText(names.venues, after.roles ?? []);
  const former = grantsText(names.venues, before.roles ?? []);
  const texts = [
    ...(roles === former ? [] : [t`Changed the roles of ${person} from ${former} to ${roles}.`]),
    ...(before.is_active && !after.is_active ? [t`Deactivated ${person}.`] : []),
    ...(!before.is_active && after.is_active ? [t`Activated ${person}.`] : []),
  ];
  return texts.join(" ") || t`Changed the name of ${person}.`;
}

/** The title at that time. */
function filmName(state: unknown, id: number): string {
  const { title } = (state ?? {}) as { title?: string };
  return title ?? t`film ${id}`;
}
const nameIn = (state: unknown): string => String((state as { name?: unknown } | undefined)?.name ?? "");

/** What was done. An action that this version of the app does not know is shown as it is stored. */
export function whatText(entry: AuditEntry, names: Names): string {
  const { action, object_type, object_id, facts } = entry;
  const after = facts.after;
  switch (action) {
    case "person invited": {
      const person = personOf(object_id, names);
      const roles = grantsText(names.venues, Array.isArray(after) ? after : []);
      return t`Invited ${person}: ${roles}.`;
    }
    case "person changed":
      return changeText(entry, names);
    case "invitation renewed": {
      const person = personOf(object_id, names);
      return t`Made a new link for ${person}, which sets a new password.`;
    }
    case "invitation accepted":
      return t`Set a password with the link of an invitation.`;
    case "second factor set up":
      return t`Set up a second factor.`;
    case "passkey registered":
      return t`Registered a passkey.`;
    case "passkey renamed":
      return t`Renamed a passkey.`;
    case "passkey removed":
      return t`Removed a passkey.`;
    case "approval pin set":
      return t`Set their approval PIN.`;
    case "approval pin removed": {
      const person = personOf(object_id, names);
      return t`Removed the approval PIN of ${person}.`;
    }
    case "approval pin locked": {
      const person = personOf(object_id, names);
      return t`Typed a wrong approval PIN for the fifth time: the PIN of ${person} is locked.`;
    }
    case "action approved":
      return t`Got an approval for an action.`;
    case "pairing code created":
      return t`Made a code to pair a device: device ${object_id}.`;
    case "device paired":
      return t`Paired device ${object_id}.`;
    case "device confirmed":
      return t`Confirmed device ${object_id}.`;
    case "device revoked":
      return t`Revoked device ${object_id}.`;
    case "api key created": {
      const key = keyOf(object_id, names);
      const role = (after as { role?: unknown } | undefined)?.role;
      const name = isRole(role) ? roleName(role) : String(role);
      return t`Created the key of a program: ${key}, with the role ${name}.`;
    }
    case "api key revoked": {
      const key = keyOf(object_id, names);
      return t`Revoked the key of a program: ${key}.`;
    }
    case "film added": {
      const film = filmName(after, object_id);
      return t`Added the film ${film}.`;
    }
    case "film changed": {
      const film = filmName(after, object_id);
      return t`Changed the film ${film}.`;
    }
    case "film deleted": {
      const film = filmName(facts.before, object_id);
      return t`Deleted the film ${film}.`;
    }
    case "film poster set": {
      const film = filmName(after, object_id);
      return t`Uploaded the poster of ${film}.`;
    }
    case "film poster removed": {
      const film = filmName(after, object_id);
      return t`Removed the poster of ${film}.`;
    }
    case "films imported": {
      const { added, changed } = (after ?? {}) as { added?: number; changed?: number };
      return t`Imported films from a file: ${added ?? 0} added, ${changed ?? 0} changed.`;
    }
    case "set-up link created":
      return t`Made a link that creates the first owner.`;
    case "first owner created":
      return t`Became the first owner with the set-up link.`;
    case "cinema opened": {
      const cinema = cinemaName(names.venues, object_id);
      return t`Opened ${cinema}.`;
    }
    case "cinema changed": {
      const cinema = cinemaName(names.venues, object_id);
      return t`Changed the settings of ${cinema}.`;
    }
    case "hall created":
      return t`Created hall ${object_id}.`;
    case "show scheduled":
      return t`Put show ${object_id} on the programme.`;
    case "test email sent":
      return t`Asked for a test email.`;
    case "ticket type created":
      return t`Added the ticket type ${nameIn(facts.after)}.`;
    case "ticket type changed":
      return t`Changed the ticket type ${nameIn(facts.after)}.`;
    case "price card created":
      return t`Added the price card ${nameIn(facts.after)}.`;
    case "price card changed":
      return t`Changed the price card ${nameIn(facts.after)}.`;
    case "price card applied": {
      const shows = (facts.after as { shows?: number[] } | undefined)?.shows?.length ?? 0;
      return t`Applied price card ${object_id}. Shows with new prices: ${shows}.`;
    }
    case "price rule created":
      return t`Added a price rule.`;
    case "price rule changed":
      return t`Changed a price rule.`;
    case "price rule deleted":
      return t`Deleted a price rule.`;
    case "price rules ordered":
      return t`Changed the order of the price rules.`;
    default:
      return `${action} (${object_type} ${object_id})`;
  }
}
