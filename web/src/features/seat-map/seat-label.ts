import type { Seat } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import type { SeatState } from "./seat-store.ts";

const SAID: Record<SeatState, string> = {
  free: "available",
  held: "held by someone else",
  taken: "taken",
  mine: "yours",
  pending: "one moment",
  out: "out of service",
};

const KIND: Record<Seat["type"], string> = {
  standard: "standard",
  premium: "premium",
  wheelchair: "wheelchair space",
  companion: "companion seat",
  sofa: "sofa for two",
};

/** "Row C seat 12, premium, €14.00, available" */
export function seatLabel(seat: Seat, currency: string, state: SeatState): string {
  const price = formatMoney(seat.price, currency);
  return `Row ${seat.row} seat ${seat.number}, ${KIND[seat.type]}, ${price}, ${SAID[state]}`;
}
