/** What an event of an order's history says, in a sentence. */

import { t } from "@lingui/core/macro";
import type { OrderEvent, OrderRecord } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { seatList } from "./texts.ts";

type Names = Pick<OrderRecord, "currency" | "seats">;

/** Who did it, and the second person who approved it. */
export function actorText(event: OrderEvent): string {
  const name = nameOf(event);
  const { approver, facts } = event;
  if (facts.approver_id === undefined) return name;
  return t`${name}, approved by ${approver ?? t`a former member of staff`}`;
}

function nameOf({ actor, who }: OrderEvent): string {
  if (who) return who;
  if (actor === "customer") return t`Customer`;
  if (actor === "provider") return t`Payment provider`;
  if (actor === "system") return t`The system`;
  if (actor.startsWith("key:")) return t`A program`;
  return actor.startsWith("staff:") ? t`A former member of staff` : actor.replace(/^operator:/, "");
}

function seatsOf({ facts }: OrderEvent, { seats }: Names): string {
  const ids = Array.isArray(facts.seat_ids) ? facts.seat_ids : [];
  return seatList(seats.filter(({ id }) => ids.includes(id)));
}

function refundedText(event: OrderEvent, order: Names): string {
  const amount = formatMoney(String(event.facts.amount ?? "0"), order.currency);
  const seats = seatsOf(event, order);
  const reason = String(event.facts.reason ?? "");
  return reason ? t`Refunded ${seats}: ${amount}. Reason: ${reason}` : t`Refunded ${seats}: ${amount}.`;
}

function settledText({ facts }: OrderEvent): string {
  const how = String(facts.how ?? "");
  return how ? t`Settled: ${how}` : t`The payment was taken.`;
}

/** An event that this version of the app does not know is shown as it is stored. */
export function eventText(event: OrderEvent, order: Names): string {
  switch (event.type) {
    case "frozen":
      return t`Pressed Pay.`;
    case "pending":
      return t`The payment is being processed.`;
    case "needs_action":
      return t`The bank asked for a confirmation.`;
    case "authorised":
      return t`The payment was approved.`;
    case "declined":
      return t`The payment was declined.`;
    case "paid":
      return t`The tickets were issued.`;
    case "captured":
      return t`The money was taken.`;
    case "capture failed":
      return t`The approved money could not be taken. The tickets are void.`;
    case "released":
      return t`A payment that was not needed was released.`;
    case "expired":
      return t`The booking was not completed.`;
    case "tickets sent again":
      return t`Asked for the tickets to be sent again.`;
    case "tickets printed again": {
      const seats = seatsOf(event, order);
      return t`Printed a copy: ${seats}.`;
    }
    case "email address corrected":
      return t`Corrected the email address.`;
    case "customer corrected":
      return t`Corrected the customer’s details.`;
    case "notice to former address":
      return t`Wrote a notice to the former address.`;
    case "refunded":
      return refundedText(event, order);
    case "refund done":
      return t`The refund was paid back.`;
    case "refund refused":
      return t`The payment provider refused the refund.`;
    case "refund tried again":
      return t`Tried the refund again.`;
    case "settled":
      return settledText(event);
    case "processing failed":
      return t`Processing the order failed.`;
    case "show moved":
      return t`The show was moved.`;
    case "link sent":
    case "link included":
      return t`Asked for the link to the booking.`;
    case "customer forgotten":
      return t`Erased the customer’s data.`;
    default:
      return event.type;
  }
}
