/** The names of seat types and seat states. */

import { t } from "@lingui/core/macro";
import type { Seat, SeatType } from "#api/types.ts";
import { formatMoney, isNothing } from "#lib/money.ts";
import type { SeatState } from "./seat-store.ts";

/** Lower case, for use within a sentence: "premium". */
export function typeInSentence(type: SeatType): string {
  switch (type) {
    case "standard":
      return t`standard`;
    case "premium":
      return t`premium`;
    case "sofa":
      return t`sofa for two`;
    case "wheelchair":
      return t`wheelchair space`;
    case "companion":
      return t`companion seat`;
  }
}

/** On its own: "Premium". */
export function typeName(type: SeatType): string {
  switch (type) {
    case "standard":
      return t`Standard`;
    case "premium":
      return t`Premium`;
    case "sofa":
      return t`Sofa for two`;
    case "wheelchair":
      return t`Wheelchair space`;
    case "companion":
      return t`Companion seat`;
  }
}

function stateName(state: SeatState): string {
  switch (state) {
    case "free":
      return t`available`;
    case "held":
      return t`held by someone else`;
    case "taken":
      return t`taken`;
    case "mine":
      return t`yours`;
    case "pending":
      return t`one moment`;
    case "out":
      return t`out of service`;
  }
}

/** "Row C seat 12, premium, €14.00, available". `shared`: a shared link names the seat. */
export function seatLabel(
  { row, number, type, price }: Seat,
  currency: string,
  state: SeatState,
  shared = false,
): string {
  const [kind, amount, stateText] = [typeInSentence(type), formatMoney(price, currency), stateName(state)];
  const label = t`Row ${row} seat ${number}, ${kind}, ${amount}, ${stateText}`;
  return shared ? `${label}, ${t`in the shared link`}` : label;
}

/** "€14.50", or "Free". */
export const priceName = (amount: string, currency: string, format = formatMoney): string =>
  isNothing(amount) ? t`Free` : format(amount, currency);

/** "G10 · Premium · €14.50", or why the seat is unavailable: "G10 · taken". */
export function seatTip(seat: Seat, currency: string, state: SeatState): string {
  const name = `${seat.row}${seat.number}`;
  if (state === "held" || state === "taken" || state === "out") return `${name} · ${stateName(state)}`;
  return `${name} · ${typeName(seat.type)} · ${priceName(seat.price, currency)}`;
}
