import type { HallLayout, Seat, TicketType } from "#api/types.ts";
import { adjustedPrice, sumMoney } from "#lib/money.ts";
import { byPlace } from "#lib/names.ts";
import type { Draft } from "./draft.ts";

/** One seat with who is coming and what that costs, all in. */
export type Line = { seat: Seat; ticketType: TicketType | undefined; price: string };

/** The held seats in their order, each at its chosen ticket type, else at the first one. */
export function linesOf(layout: HallLayout, seatIds: readonly number[], draft: Draft): Line[] {
  const types = layout.ticket_types;
  const seats = layout.seats.filter((seat) => seatIds.includes(seat.id)).sort(byPlace);
  return seats.map((seat) => {
    const ticketType = types.find((type) => type.id === draft.ticketTypes[seat.id]) ?? types[0];
    return { seat, ticketType, price: ticketType ? priceAs(layout, seat, ticketType) : seat.price };
  });
}

/** What a seat costs for a visitor of this type; the layout's price is the one at the first type. */
export function priceAs({ ticket_types }: HallLayout, seat: Seat, type: TicketType): string {
  return adjustedPrice(seat.price, type.adjustment, ticket_types[0]?.adjustment ?? "0");
}

export const totalOf = (lines: readonly Line[]): string => sumMoney(lines.map((line) => line.price));

/** The part of a booking request that says what is bought, so that the server can object if it differs. */
export function purchaseOf(lines: readonly Line[]) {
  return {
    seat_ids: lines.map((line) => line.seat.id),
    total: totalOf(lines),
    tickets: lines.flatMap(({ seat, ticketType }) =>
      ticketType ? [{ seat_id: seat.id, ticket_type: ticketType.id }] : [],
    ),
  };
}
