/** The state of a paid order. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Order } from "#api/types.ts";

export type OrderState = "booked" | "given-back" | "cancelled" | "past";

const STATE_NAMES: Record<OrderState, MessageDescriptor> = {
  booked: msg`Booked`,
  "given-back": msg`Booking cancelled`,
  cancelled: msg`Show cancelled`,
  past: msg`This show is over`,
};

export const stateName = (state: OrderState): string => i18n._(STATE_NAMES[state]);

export const isOver = ({ show }: Order, now: number): boolean => Date.parse(show.ends_at) <= now;

/** A cancelled show takes precedence over the state of the tickets. */
export function orderStateOf(order: Order, now: number): OrderState {
  if (order.show.status === "CANCELLED") return "cancelled";
  if (!hasTickets(order)) return "given-back";
  return isOver(order, now) ? "past" : "booked";
}

/** Whether any ticket of the order is valid. */
export function hasTickets(order: Order): boolean {
  return order.tickets.some((ticket) => ticket.status === "VALID");
}
