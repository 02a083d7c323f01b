/** The names of seats, and lists of names, in sentences. */

import { formatLocale } from "./language.ts";

export type SeatPlace = { row: string; number: number };

/** "F12" */
export const seatName = ({ row, number }: SeatPlace): string => `${row}${number}`;

/** Orders by row, then by number: "A2" before "A10", "Z1" before "AA1". */
export function byPlace(left: SeatPlace, right: SeatPlace): number {
  return (
    left.row.length - right.row.length || left.row.localeCompare(right.row) || left.number - right.number
  );
}

export function seatNames(seats: readonly SeatPlace[]): string[] {
  return [...seats].sort(byPlace).map(seatName);
}

/** "F12", "F12 and F13", "F11, F12 and F13" */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(formatLocale(), { type: "conjunction" }).format(names);
}

/** "ABCD-EFGH-JKLM": a code in groups, which are easier to read and type. */
export const codeInGroups = (code: string): string => code.match(/[^-\s]{1,4}/g)?.join("-") ?? code;
