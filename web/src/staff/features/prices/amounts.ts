/** Amounts as people type them, and the draft of a price card. */

import type { PriceAmounts, PriceCard, StaffTicketType } from "#api/staff/types.ts";
import type { SeatType } from "#api/types.ts";
import { formatLocale } from "#lib/language.ts";

/** "2,50" as "2.50". The server checks everything else. */
export const typedAmount = (text: string): string => text.trim().replace(",", ".").replace("−", "-");

/** "-2.00" of the server as people type it in the language of the app, such as "-2,00". */
export function shownAmount(amount: string): string {
  const parts = new Intl.NumberFormat(formatLocale()).formatToParts(0.5);
  return amount.replace(".", parts.find(({ type }) => type === "decimal")?.value ?? ".");
}

/** Whether a text is an amount, such as "12", "-2,50" or "0.005". */
export const isAmount = (text: string): boolean => /^-?\d{1,9}(\.\d{1,3})?$/.test(typedAmount(text));

export type TypePrice = { kind: "none" | "adjustment" | "fixed"; amount: string };

/** The fields of a card's form. */
export type CardDraft = {
  name: string;
  base: string;
  types: Record<number, TypePrice>;
  seats: Partial<Record<SeatType, string>>;
  formats: { id: number; name: string; amount: string }[];
  lengths: { id: number; minutes: string; amount: string }[];
};

/** Of a new card: each ticket type as it is without a card. */
export const newDraft = (types: readonly StaffTicketType[]): CardDraft => ({
  name: "",
  base: "",
  types: Object.fromEntries(
    types.map(({ id, adjustment }) => [
      id,
      Number(adjustment) === 0
        ? { kind: "none", amount: "" }
        : { kind: "adjustment", amount: shownAmount(adjustment) },
    ]),
  ),
  seats: {},
  formats: [],
  lengths: [],
});

export const draftOf = (card: PriceCard): CardDraft => ({
  name: card.name,
  base: shownAmount(card.base),
  types: Object.fromEntries(
    card.ticket_types.map(({ ticket_type, adjustment, fixed }) => [
      ticket_type,
      fixed === null
        ? { kind: "adjustment", amount: shownAmount(adjustment ?? "") }
        : { kind: "fixed", amount: shownAmount(fixed) },
    ]),
  ),
  seats: Object.fromEntries(card.seat_types.map(({ seat_type, amount }) => [seat_type, shownAmount(amount)])),
  formats: card.formats.map(({ format, amount }, id) => ({ id, name: format, amount: shownAmount(amount) })),
  lengths: card.running_times.map(({ from_minutes, amount }, id) => ({
    id,
    minutes: String(from_minutes),
    amount: shownAmount(amount),
  })),
});

/** The amounts for the server; null while one of them is no amount. Empty supplements are left out. */
export function amountsOf(draft: CardDraft): PriceAmounts | null {
  const types = Object.entries(draft.types).filter(([, { kind }]) => kind !== "none");
  const seats = Object.entries(draft.seats).filter(([, amount]) => amount.trim() !== "");
  const formats = draft.formats.filter(({ name, amount }) => name.trim() !== "" || amount.trim() !== "");
  const lengths = draft.lengths.filter(
    ({ minutes, amount }) => minutes.trim() !== "" || amount.trim() !== "",
  );
  const texts = [
    draft.base,
    ...types.map(([, { amount }]) => amount),
    ...seats.map(([, amount]) => amount),
    ...formats.map(({ amount }) => amount),
    ...lengths.map(({ amount }) => amount),
  ];
  const isComplete =
    texts.every(isAmount) &&
    formats.every(({ name }) => name.trim() !== "") &&
    lengths.every(({ minutes }) => /^\d{1,4}$/.test(minutes.trim()));
  if (!isComplete) return null;
  return {
    base: typedAmount(draft.base),
    ticket_types: types.map(([id, { kind, amount }]) =>
      kind === "fixed"
        ? { ticket_type: Number(id), fixed: typedAmount(amount) }
        : { ticket_type: Number(id), adjustment: typedAmount(amount) },
    ),
    seat_types: seats.map(([type, amount]) => ({
      seat_type: type as SeatType,
      amount: typedAmount(amount),
    })),
    formats: formats.map(({ name, amount }) => ({ format: name.trim(), amount: typedAmount(amount) })),
    running_times: lengths.map(({ minutes, amount }) => ({
      from_minutes: Number(minutes),
      amount: typedAmount(amount),
    })),
  };
}
