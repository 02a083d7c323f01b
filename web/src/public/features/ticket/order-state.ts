/** The state of a paid order. */

import type { Order } from "#api/types.ts";

export type OrderState = "booked" | "given-back" | "cancelled" | "past";

/** A cancelled show takes precedence over the state of the tickets. */
export function orderStateOf(order: Order, now: number): OrderState {
  if (order.show.status === "CANCELLED") return "cancelled";
  if (!hasTickets(order)) return "given-back";
  return Date.parse(order.show.ends_at) <= now ? "past" : "booked";
}

/** Whether any ticket of the order is valid. */
export function hasTickets(order: Order): boolean {
  return order.tickets.some((ticket) => ticket.status === "VALID");
}
