import type { HallLayout, Price, Seat, TicketType } from "#api/types.ts";
import { entranceText } from "#lib/entrance.ts";
import { sumMoney } from "#lib/money.ts";
import { byPlace } from "#lib/names.ts";
import type { Draft } from "./draft.ts";

/** A price of a seat, with its ticket type if the cinema has ticket types. */
export type Offer = { price: Price; ticketType: TicketType | undefined };

/** A seat with its possible offers and the selected one. */
export type Line = Offer & { seat: Seat; offers: Offer[] };

/** The prices of a seat, in the order of the layout. */
function offersOf({ prices, ticket_types }: HallLayout, seat: Seat): Offer[] {
  return (prices[seat.type] ?? []).map((price) => ({
    price,
    ticketType: ticket_types.find((type) => type.id === price.ticket_type),
  }));
}

/** The held seats in order. Each has its selected ticket type, else the first one. */
export function linesOf(layout: HallLayout, seatIds: readonly number[], draft: Draft): Line[] {
  const seats = layout.seats.filter((seat) => seatIds.includes(seat.id)).sort(byPlace);
  return seats.flatMap((seat) => {
    const offers = offersOf(layout, seat);
    const wanted = draft.ticketTypes[seat.id];
    const offer = offers.find(({ price }) => price.ticket_type === wanted) ?? offers[0];
    return offer ? [{ seat, offers, ...offer }] : [];
  });
}

/** "Student (with proof)": what the selected ticket types ask for at the entrance, each once. */
export function entranceOf(lines: readonly Line[]): string[] {
  const asked = lines.flatMap(({ ticketType }) => {
    const text = ticketType && entranceText(ticketType);
    return text ? [`${ticketType.name} (${text})`] : [];
  });
  return [...new Set(asked)];
}

export const totalOf = (lines: readonly Line[]): string => sumMoney(lines.map(({ price }) => price.amount));

/** The amount for the provider's form; null if the provider needs no amount, or has none for a price. */
export function providerTotalOf(lines: readonly Line[]): number | null {
  const amounts = lines.map(({ price }) => price.provider_amount);
  return amounts.reduce<number | null>(
    (total, amount) => (total === null || amount === undefined ? null : total + amount),
    0,
  );
}

/**
 * The seats, ticket types and total of a booking request. The server rejects a total that differs from its
 * own.
 */
export function purchaseOf(lines: readonly Line[]) {
  return {
    seat_ids: lines.map((line) => line.seat.id),
    total: totalOf(lines),
    tickets: lines.flatMap(({ seat, ticketType }) =>
      ticketType ? [{ seat_id: seat.id, ticket_type: ticketType.id }] : [],
    ),
  };
}
