/** The names of states, kinds and reasons on the screens of orders. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, plural, t } from "@lingui/core/macro";
import type {
  FoundOrder,
  OrderEmail,
  OrderRecord,
  OrderRefund,
  OrderStatus,
  OrderTicket,
} from "#api/staff/types.ts";
import { formatList } from "#lib/names.ts";
import type { Tone } from "#staff/ui/badge.tsx";

type State = { text: string; tone: Tone };

const STATUSES: Record<OrderStatus, [MessageDescriptor, Tone]> = {
  PENDING: [msg`Payment pending`, "plain"],
  PAID: [msg`Paid`, "good"],
  PARTLY_REFUNDED: [msg`Partly refunded`, "plain"],
  REFUNDED: [msg`Refunded`, "quiet"],
  EXPIRED: [msg`Not completed`, "quiet"],
  NEEDS_ATTENTION: [msg`Needs attention`, "warn"],
};

/** An order with a refused refund needs attention, whatever its own status is. */
export function orderState({ status, needs_attention }: FoundOrder): State {
  const [text, tone] = STATUSES[needs_attention ? "NEEDS_ATTENTION" : status];
  return { text: i18n._(text), tone };
}

export function ticketState({ status, admitted_at }: OrderTicket): State {
  if (status === "VOIDED") return { text: t`Void`, tone: "quiet" };
  return admitted_at ? { text: t`Admitted`, tone: "plain" } : { text: t`Valid`, tone: "good" };
}

export function refundState({ status, settled_at }: OrderRefund): State {
  if (settled_at) return { text: t`Settled by staff`, tone: "good" };
  if (status === "QUEUED") return { text: t`Under way`, tone: "plain" };
  return status === "DONE" ? { text: t`Paid back`, tone: "good" } : { text: t`Refused`, tone: "warn" };
}

/** The status of an email. Without a mail server, one that waits does not leave the site either. */
export function emailState(
  { status, error }: Pick<OrderEmail, "status" | "error">,
  sendsEmail: boolean,
): State {
  if (status === "NOT_SENT" || (status === "WAITING" && !sendsEmail)) {
    return { text: t`Not sent: no mail server`, tone: "warn" };
  }
  if (status === "SENT") return { text: t`Sent`, tone: "good" };
  if (status === "FAILED") return { text: t`Failed`, tone: "danger" };
  if (status === "NOT_NEEDED") return { text: t`Not sent`, tone: "quiet" };
  return error ? { text: t`Failed, tried again`, tone: "warn" } : { text: t`Being sent`, tone: "plain" };
}

const EMAILS: Record<OrderEmail["kind"], MessageDescriptor> = {
  tickets: msg`Tickets`,
  link: msg`Link to the booking`,
  refund: msg`Refund`,
  refund_refused: msg`Refund was refused`,
  refund_settled: msg`Refund was settled`,
  show_cancelled: msg`Show was cancelled`,
  show_moved: msg`Show was moved`,
  capture_failed: msg`Payment failed`,
  not_completed: msg`Booking not completed`,
  payment_returned: msg`Payment returned`,
  needs_attention: msg`We are looking into it`,
  address_corrected: msg`Notice to the former address`,
};

export const emailName = ({ kind }: Pick<OrderEmail, "kind">): string => i18n._(EMAILS[kind]);

const PROVIDERS: Record<string, MessageDescriptor> = {
  demo: msg`Card (demonstration)`,
  stripe: msg`Card (Stripe)`,
  cash: msg`Cash`,
};

/** Where a payment was made, or a refund goes to. */
export function providerName(provider: string): string {
  const known = PROVIDERS[provider];
  return known ? i18n._(known) : provider;
}

export const cardText = (last4: string): string => t`Card ending in ${last4}`;

/** The seats of the tickets that are valid; before payment, those that are chosen. */
export const seatsToShow = ({ tickets, seats }: Pick<OrderRecord, "tickets" | "seats">) =>
  tickets.length === 0 ? seats : tickets.filter(({ status }) => status === "VALID").map(({ seat }) => seat);

/** The status of tickets that are to be sent. */
export function sendingText({ sends_email }: Pick<OrderRecord, "sends_email">, address: string): string {
  return sends_email
    ? t`The tickets are sent to ${address}.`
    : t`Not sent: the site has no mail server. Print the tickets instead.`;
}

/** How many come, and how many are inside. */
export function attendanceText(count: number, admitted: number): string {
  const tickets = plural(count, { one: "# ticket", other: "# tickets" });
  return t`${tickets}, ${admitted} admitted`;
}

export const seatList = (seats: readonly { name: string }[]): string =>
  formatList(seats.map(({ name }) => name));

/** The reason of a refund, without the mark of the desk. */
export function reasonText(reason: string): string {
  const byStaff = /^by staff: (.*)$/.exec(reason);
  if (byStaff) return byStaff[1] ?? "";
  return reason === "given back" ? t`Given back by the customer` : reason;
}
