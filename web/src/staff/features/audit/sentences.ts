/** What an entry of the audit trail says, in a sentence. */

import { t } from "@lingui/core/macro";
import type { AuditEntry, Grant } from "#api/staff/types.ts";
import { codeInGroups } from "#lib/names.ts";
import { cinemaName, grantsText, type VenueName } from "#staff/team/names.ts";
import { isRole, roleName } from "#staff/team/roles.ts";
import { momentAt } from "#staff/team/times.ts";

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

type Sentence = (entry: AuditEntry, names: Names) => string;

type After = { roles?: Grant[]; role?: unknown; added?: number; changed?: number; shows?: number[] };

const afterOf = ({ facts }: AuditEntry): After => (facts.after ?? {}) as After;

/** The title or name at that time; else that of today. */
function nameOf({ facts, label, object_id }: AuditEntry): string {
  const { title, name } = (facts.after ?? facts.before ?? {}) as { title?: string; name?: string };
  return title ?? name ?? label?.name ?? String(object_id);
}

/** "Alien, Tue 1 Dec, 20:15". */
function showOf({ label, object_id }: AuditEntry): string {
  if (!label?.starts_at) return String(object_id);
  const time = momentAt(label.starts_at, label.timezone);
  return `${label.name}, ${time}`;
}

/** The booking number. */
const bookingOf = ({ label, object_id }: AuditEntry): string =>
  label ? codeInGroups(label.name) : String(object_id);

const ofPerson =
  (text: (person: string) => string): Sentence =>
  ({ object_id }, names) =>
    text(personOf(object_id, names));

const ofBooking =
  (text: (booking: string) => string): Sentence =>
  (entry) =>
    text(bookingOf(entry));

const ofDevice =
  (text: (device: string) => string): Sentence =>
  ({ object_id, label }) =>
    text(label?.name || String(object_id));

const ofNamed =
  (text: (name: string) => string): Sentence =>
  (entry) =>
    text(nameOf(entry));

const ofCinema =
  (text: (cinema: string) => string): Sentence =>
  ({ object_id }, names) =>
    text(cinemaName(names.venues, object_id));

/** Of a rule: the card that it gives. */
const ofRule =
  (withCard: (card: string) => string, without: () => string): Sentence =>
  ({ label }) =>
    label ? withCard(label.name) : without();

const inAdmin =
  (text: (object: string) => string): Sentence =>
  ({ object_type, object_id }) =>
    text(`${object_type} ${object_id}`);

function invitedText(entry: AuditEntry, names: Names): string {
  const person = personOf(entry.object_id, names);
  const roles = grantsText(names.venues, afterOf(entry).roles ?? []);
  return t`Invited ${person}: ${roles}.`;
}

function refundedText(entry: AuditEntry): string {
  const booking = bookingOf(entry);
  const reason = String(entry.facts.reason ?? "");
  return reason ? t`Refunded booking ${booking}. Reason: ${reason}` : t`Refunded booking ${booking}.`;
}

function keyCreatedText(entry: AuditEntry, names: Names): string {
  const key = keyOf(entry.object_id, names);
  const { role } = afterOf(entry);
  const name = isRole(role) ? roleName(role) : String(role);
  return t`Created the key of a program: ${key}, with the role ${name}.`;
}

function appliedText(entry: AuditEntry): string {
  const card = nameOf(entry);
  const shows = afterOf(entry).shows?.length ?? 0;
  return t`Applied price card ${card}. Shows with new prices: ${shows}.`;
}

function importedText(entry: AuditEntry): string {
  const { added = 0, changed = 0 } = afterOf(entry);
  return t`Imported films from a file: ${added} added, ${changed} changed.`;
}

/** A sentence for each action that the server records. tests/api/staff/test_audit_sentences.py compares. */
export const SENTENCES: Readonly<Record<string, Sentence>> = {
  "person invited": invitedText,
  "person changed": changeText,
  "invitation renewed": ofPerson((person) => t`Made a new link for ${person}, which sets a new password.`),
  "invitation accepted": () => t`Set a password with the link of an invitation.`,
  "password changed": () => t`Changed their password.`,
  "second factor set up": () => t`Set up a second factor.`,
  "passkey registered": () => t`Registered a passkey.`,
  "passkey renamed": () => t`Renamed a passkey.`,
  "passkey removed": () => t`Removed a passkey.`,
  "approval pin set": () => t`Set their approval PIN.`,
  "approval pin removed": ofPerson((person) => t`Removed the approval PIN of ${person}.`),
  "approval pin locked": ofPerson(
    (person) => t`Typed a wrong approval PIN for the fifth time: the PIN of ${person} is locked.`,
  ),
  "action approved": () => t`Got an approval for an action.`,
  "pairing code created": ofDevice((device) => t`Made a code to pair a device: ${device}.`),
  "device paired": ofDevice((device) => t`Paired the device ${device}.`),
  "device confirmed": ofDevice((device) => t`Confirmed the device ${device}.`),
  "device revoked": ofDevice((device) => t`Revoked the device ${device}.`),
  "api key created": keyCreatedText,
  "api key revoked": ({ object_id }, names) => {
    const key = keyOf(object_id, names);
    return t`Revoked the key of a program: ${key}.`;
  },
  "film added": ofNamed((film) => t`Added the film ${film}.`),
  "film changed": ofNamed((film) => t`Changed the film ${film}.`),
  "film deleted": ofNamed((film) => t`Deleted the film ${film}.`),
  "film poster set": ofNamed((film) => t`Uploaded the poster of ${film}.`),
  "film poster removed": ofNamed((film) => t`Removed the poster of ${film}.`),
  "films imported": importedText,
  "set-up link created": () => t`Made a link that creates the first owner.`,
  "first owner created": () => t`Became the first owner with the set-up link.`,
  "cinema opened": ofCinema((cinema) => t`Opened ${cinema}.`),
  "cinema changed": ofCinema((cinema) => t`Changed the settings of ${cinema}.`),
  "hall created": ofNamed((hall) => t`Created the hall ${hall}.`),
  "show scheduled": (entry) => {
    const show = showOf(entry);
    return t`Put a show on the programme: ${show}.`;
  },
  "show cancelled": (entry) => {
    const show = showOf(entry);
    return t`Cancelled a show: ${show}.`;
  },
  "test email sent": () => t`Asked for a test email.`,
  "ticket type created": ofNamed((name) => t`Added the ticket type ${name}.`),
  "ticket type changed": ofNamed((name) => t`Changed the ticket type ${name}.`),
  "price card created": ofNamed((name) => t`Added the price card ${name}.`),
  "price card changed": ofNamed((name) => t`Changed the price card ${name}.`),
  "price card applied": appliedText,
  "price rule created": ofRule(
    (card) => t`Added a price rule for the card ${card}.`,
    () => t`Added a price rule.`,
  ),
  "price rule changed": ofRule(
    (card) => t`Changed a price rule for the card ${card}.`,
    () => t`Changed a price rule.`,
  ),
  "price rule deleted": () => t`Deleted a price rule.`,
  "price rules ordered": () => t`Changed the order of the price rules.`,
  "order tickets sent again": ofBooking((booking) => t`Sent the tickets of booking ${booking} again.`),
  "order tickets printed again": ofBooking((booking) => t`Printed tickets of booking ${booking} again.`),
  "order email address corrected": ofBooking(
    (booking) => t`Corrected the email address of booking ${booking}.`,
  ),
  "order customer corrected": ofBooking(
    (booking) => t`Corrected the customer’s details in booking ${booking}.`,
  ),
  "order refunded": refundedText,
  "order settled": ofBooking((booking) => t`Settled the refund of booking ${booking} in another way.`),
  "order refund tried again": ofBooking((booking) => t`Tried the refund of booking ${booking} again.`),
  "demo removed": () => t`Removed the demo data.`,
  "added in the admin": inAdmin((object) => t`Added in Django’s admin: ${object}.`),
  "changed in the admin": inAdmin((object) => t`Changed in Django’s admin: ${object}.`),
  "deleted in the admin": inAdmin((object) => t`Deleted in Django’s admin: ${object}.`),
  "second factor removed in the admin": ofPerson(
    (person) => t`Removed the second factor of ${person} in Django’s admin.`,
  ),
};

/** What was done. An action that this version of the app does not know is shown as it is stored. */
export function whatText(entry: AuditEntry, names: Names): string {
  const sentence = SENTENCES[entry.action];
  return sentence?.(entry, names) ?? `${entry.action} (${entry.object_type} ${entry.object_id})`;
}
