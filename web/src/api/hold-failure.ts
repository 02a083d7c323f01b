/** What the visitor reads when a seat could not be had. */

import { plural, t } from "@lingui/core/macro";
import { formatList, type SeatPlace, seatName, seatNames } from "#lib/names.ts";
import { invalidFields, Problem, problemText } from "./problem.ts";
import type { SeatSuggestion } from "./types.ts";

/** `takeInstead` are the seats that one tap would take now; `label` says so. */
export type HoldFailure = { text: string; takeInstead: number[]; label: string };

type Place = SeatPlace & { id: number };

export function textOnly(text: string): HoldFailure {
  return { text, takeInstead: [], label: "" };
}

/** "F12 was just taken. Nearest free: F13, G12", with as many instead as were lost, beside the rest of what was wanted. */
export function seatsTaken(wanted: Place[], takenIds: number[], suggestions: SeatSuggestion[]): HoldFailure {
  const lost = wanted.filter((seat) => takenIds.includes(seat.id));
  const rest = wanted.filter((seat) => !takenIds.includes(seat.id));
  const nearest = suggestions.filter((seat) => !wanted.some((other) => other.id === seat.id));
  const instead = [...rest, ...nearest.slice(0, lost.length)];
  return {
    text: [wasTaken(lost), nearestFree(nearest)].filter(Boolean).join(" "),
    takeInstead: instead.map((seat) => seat.id),
    label: instead.length > 0 ? takeLabel(instead) : "",
  };
}

function wasTaken(lost: Place[]): string {
  const names = formatList(seatNames(lost));
  return plural(lost.length, { one: `${names} was just taken.`, other: `${names} were just taken.` });
}

function nearestFree(seats: SeatSuggestion[]): string {
  const names = seats.map(seatName).join(", ");
  return names && t`Nearest free: ${names}`;
}

function takeLabel(seats: SeatPlace[]): string {
  const names = formatList(seatNames(seats));
  return t`Take ${names}`;
}

export function holdFailureOf(error: unknown, wanted: Place[]): HoldFailure {
  if (!(error instanceof Problem)) return textOnly(problemText(error));
  if (error.code === "seats-taken") {
    return seatsTaken(wanted, error.data.seat_ids ?? [], error.data.suggestions ?? []);
  }
  // `count` is the best seats' own.
  const tooMany = invalidFields(error).some((field) => field === "seat_ids" || field === "count");
  if (!tooMany) return textOnly(problemText(error));
  return textOnly(t`You hold as many seats as one booking can have. Give one back to choose another.`);
}
