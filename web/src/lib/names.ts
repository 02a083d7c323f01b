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

/** "E9–E12, F3": three or more seats side by side are named by the first and the last. */
export function seatRuns(seats: readonly SeatPlace[]): string {
  const sorted = [...seats].sort(byPlace);
  const isInRow = ({ row, number }: SeatPlace, index: number, by: number) => {
    const other = sorted[index + by];
    return other?.row === row && other.number === number + by;
  };
  return sorted
    .map((seat, index) => (isInRow(seat, index, -1) && isInRow(seat, index, 1) ? "–" : seatName(seat)))
    .join(", ")
    .replace(/, (–, )+/g, "–");
}

/** "F12", "F12 and F13", "F11, F12 and F13" */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(formatLocale(), { type: "conjunction" }).format(names);
}

/** "ABCD-EFGH-JKLM": a code in groups, which are easier to read and type. */
export const codeInGroups = (code: string): string => code.match(/[^-\s]{1,4}/g)?.join("-") ?? code;
