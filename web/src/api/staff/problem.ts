/** The errors of the API for staff, as sentences with what to do next. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, plural, t } from "@lingui/core/macro";
import { Problem } from "#api/problem.ts";
import type { Person, StaffProblemCode } from "./types.ts";

/** Null if the error is no problem document of the API. */
export const codeOf = (error: unknown): StaffProblemCode | null =>
  error instanceof Problem ? (error.code as string as StaffProblemCode) : null;

/** The messages of the server about a field of the request. */
export function fieldMessages(error: unknown, field: string): string[] {
  const found = error instanceof Problem ? error.data.errors?.[field] : undefined;
  return Array.isArray(found) ? found : [];
}

/** Whether the account that needs a second factor has a passkey. */
export const hasPasskeyToo = (error: unknown): boolean =>
  error instanceof Problem && (error.data as { passkey?: boolean }).passkey === true;

/** The server's first message about a field or a part of it, such as `opening_hours.0.opens`. */
export function partMessage(error: unknown, field: string): string | null {
  const errors = error instanceof Problem ? (error.data.errors ?? {}) : {};
  const name = Object.keys(errors).find((one) => one === field || one.startsWith(`${field}.`));
  return name === undefined ? null : (fieldMessages(error, name)[0] ?? null);
}

/** What a stale action was refused for: the current state. Null for other errors. */
export function currentState<T>(error: unknown): T | null {
  if (codeOf(error) !== "changed-meanwhile" || !(error instanceof Problem)) return null;
  return (error.data as { current?: T }).current ?? null;
}

export const currentPerson = (error: unknown): Person | null => currentState<Person>(error);

/** Whose address it is, if that person is on the team of the person who asks. */
export const personInUse = (error: unknown): number | null =>
  (codeOf(error) === "address-in-use" &&
    error instanceof Problem &&
    (error.data as { person_id?: number }).person_id) ||
  null;

const MESSAGES: { [code in StaffProblemCode]?: MessageDescriptor } = {
  "not-permitted": msg`Your role does not include this. Ask a manager or an owner of the cinema for it.`,
  "sign-in-required": msg`You are not signed in any more. Sign in and try again.`,
  "csrf-failed": msg`This page is out of date, and nothing has changed. Load it again.`,
  "wrong-credentials": msg`Email address, password or code is wrong. Check them and try again.`,
  "last-owner": msg`At least one owner of all cinemas must remain. Make somebody else an owner first.`,
  "address-in-use": msg`Somebody with this email address has an account already, so nobody was invited. Change the roles of that person instead.`,
  "person-not-found": msg`This person is not on your team. The link may be out of date.`,
  "api-key-not-found": msg`There is no such key any more. Load the page again.`,
  "invitation-invalid": msg`This link was used, replaced by a newer one, or has expired. Ask for a new invitation.`,
  "cannot-change-yourself": msg`You cannot take away your own roles, or reset or deactivate your own account. Ask another owner or manager.`,
  "changed-meanwhile": msg`Another person has changed this meanwhile, and nothing of yours was done. Look at the current state and try again.`,
  "order-not-found": msg`There is no such order at your cinemas. Check the booking number.`,
  "show-not-found": msg`There is no such show at your cinemas. The link may be out of date.`,
  "seat-not-found": msg`This seat does not belong to the order. Load the page again.`,
  "not-refundable": msg`Some of these tickets are refunded already. Load the page again to see them.`,
  "nothing-to-send": msg`The order has no valid ticket or no email address. Correct the customer’s address, if there is a valid ticket.`,
  "nothing-to-print": msg`Some of these tickets are refunded already, so they are not printed. Load the page again.`,
  "customer-forgotten": msg`The customer’s data is erased. It cannot be changed any more.`,
  "cannot-settle": msg`There is nothing to settle any more. Load the page again.`,
  "cannot-retry": msg`No refused refund can be tried again now. Wait two minutes, or pay it in another way.`,
  "idempotency-in-flight": msg`The same request is still being processed. Wait a moment, then load the page again.`,
  "movie-not-found": msg`There is no such film any more. Load the page again.`,
  "movie-exists": msg`There is a film with this title and year already. Change that film instead.`,
  "movie-has-shows": msg`This film has shows, also past or cancelled ones, so it stays.`,
  "movies-unreadable": msg`The file has lines that cannot be imported, and nothing was imported. Check the file again.`,
  "file-too-large": msg`The file is larger than 10 MB. Choose a smaller one.`,
  "setup-link-invalid": msg`This link was used, replaced by a newer one, or has expired. The command “matinee setup-link” prints a new one on the server.`,
  "venue-not-found": msg`This cinema is not one of yours. Select another one at the top.`,
  "venue-name-in-use": msg`There is a cinema with this name in this city already. Choose another name.`,
  "currency-fixed": msg`The cinema has sold tickets, so its currency stays. Open another cinema for another currency.`,
  "no-address": msg`A program has no email address. Sign in to send a test email to yourself.`,
  "no-mail-server": msg`The site has no mail server. Ask the person who runs the server to set SMTP_URL and MAIL_FROM, and to start the site again.`,
  "hall-not-found": msg`There is no such hall at your cinemas. Load the page again.`,
  "hall-name-in-use": msg`The cinema has a hall with this name already. Choose another name.`,
  "hall-occupied": msg`Another show is in this hall at that time, or the hall is still being cleaned after it.`,
  "plan-unreadable": msg`The drawing cannot be read. Look at the line and the sign that are named beside it.`,
  "ticket-type-not-found": msg`There is no such ticket type at your cinemas. Load the page again.`,
  "last-ticket-type": msg`This is the only ticket type that is sold online. Add or restore another one first.`,
  "price-card-not-found": msg`There is no such price card at your cinemas. Load the page again.`,
  "price-card-in-use": msg`Price rules choose this card. Change or delete them first, then archive the card.`,
  "price-rule-not-found": msg`There is no such price rule any more. Load the page again.`,
  "demo-account": msg`The password of the demo’s account stays: each start of the site prints it.`,
  "passkey-refused": msg`This passkey does not open an account here, or it took too long. Try again, or use your password.`,
  "passkey-not-registered": msg`The passkey could not be registered, or it took too long. Try again.`,
  "passkey-not-found": msg`There is no such passkey any more. Load the page again.`,
  "device-not-found": msg`There is no such device any more. Load the page again.`,
  "nothing-to-confirm": msg`This device is not paired any more. Load the page again.`,
  "approval-refused": msg`The PIN or the passkey is wrong, or this person cannot approve this. Five wrong tries lock a PIN.`,
  "approval-pin-locked": msg`This PIN is locked after five wrong tries. The person can set a new one under Your sign-in.`,
  "approval-expired": msg`This took too long. Close the window and start the action again.`,
  "approval-invalid": msg`The approval was used, has expired, or the order has changed. Ask for it again.`,
  invalid: msg`The server did not accept these values. Check them and try again.`,
};

const CANCELLED = msg`The passkey was not used: it was cancelled, or took too long. Try again.`;

/** Why the browser made or signed nothing. */
const OF_THE_BROWSER: { [name: string]: MessageDescriptor } = {
  InvalidStateError: msg`This device has a passkey for your account already.`,
  SecurityError: msg`Passkeys work at the usual address of this site only. Open that address and try again.`,
};

/** The message for the person at the screen. */
export function staffProblemText(error: unknown): string {
  if (error instanceof DOMException) return i18n._(OF_THE_BROWSER[error.name] ?? CANCELLED);
  if (!(error instanceof Problem)) {
    return navigator.onLine
      ? t`The server didn’t answer. Try again.`
      : t`You’re offline. Try again when you’re connected.`;
  }
  if (error.status === 503 || error.status === 429) {
    return plural(error.retryAfter ?? 2, {
      one: "Too many requests at the moment. Try again in # second.",
      other: "Too many requests at the moment. Try again in # seconds.",
    });
  }
  const code = codeOf(error);
  return i18n._((code && MESSAGES[code]) ?? msg`That didn’t work. Load the page again.`);
}
