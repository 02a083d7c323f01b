/** How a paid order stands, in one word. */

import type { Order } from "#api/types.ts";

export type Standing = "booked" | "given-back" | "cancelled" | "past";

/** What is stronger goes first: a show called off is that, whatever became of its tickets. */
export function standingOf({ show, status }: Order, now: number): Standing {
  if (show.status === "CANCELLED") return "cancelled";
  if (status === "REFUNDED") return "given-back";
  return Date.parse(show.ends_at) <= now ? "past" : "booked";
}
