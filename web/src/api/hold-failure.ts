/** Messages for seats that could not be held. */

import { plural, t } from "@lingui/core/macro";
import { formatList, type SeatPlace, seatName, seatNames } from "#lib/names.ts";
import { invalidFields, Problem, problemText } from "./problem.ts";
import type { SeatSuggestion } from "./types.ts";

/** `alternativeIds` are the ids of alternative seats, and `label` is the text of the button that holds them. */
export type HoldFailure = { text: string; alternativeIds: number[]; label: string };

type Seat = SeatPlace & { id: number };

export function textOnly(text: string): HoldFailure {
  return { text, alternativeIds: [], label: "" };
}

/**
 * "F12 was just taken. Nearest free: F13, G12". Offers the seats still free, and as many alternatives as were
 * taken. The text names the seats `together` instead, if there are any.
 */
export function seatsTaken(
  wanted: Seat[],
  takenIds: number[],
  suggestions: SeatSuggestion[],
  together: SeatPlace[] = [],
): HoldFailure {
  const taken = wanted.filter((seat) => takenIds.includes(seat.id));
  const available = wanted.filter((seat) => !takenIds.includes(seat.id));
  const nearest = suggestions.filter((seat) => !wanted.some((other) => other.id === seat.id));
  const alternatives = [...available, ...nearest.slice(0, taken.length)];
  return {
    text: [wasTaken(taken), nearestTogether(together) || nearestFree(nearest)].filter(Boolean).join(" "),
    alternativeIds: alternatives.map((seat) => seat.id),
    label: alternatives.length > 0 ? holdLabel(alternatives) : "",
  };
}

function wasTaken(taken: Seat[]): string {
  const names = formatList(seatNames(taken));
  return plural(taken.length, { one: `${names} was just taken.`, other: `${names} were just taken.` });
}

function nearestTogether(seats: SeatPlace[]): string {
  const names = formatList(seatNames(seats));
  return names && t`Nearest together: ${names}`;
}

function nearestFree(seats: SeatSuggestion[]): string {
  const names = seats.map(seatName).join(", ");
  return names && t`Nearest free: ${names}`;
}

export function holdLabel(seats: SeatPlace[]): string {
  const names = formatList(seatNames(seats));
  return t`Take ${names}`;
}

export function holdFailureOf(error: unknown, wanted: Seat[], together: SeatPlace[] = []): HoldFailure {
  if (!(error instanceof Problem)) return textOnly(problemText(error));
  if (error.code === "seats-taken") {
    return seatsTaken(wanted, error.data.seat_ids ?? [], error.data.suggestions ?? [], together);
  }
  // `count` is a field of best-seats, `seat_ids` of lock-seat.
  const tooMany = invalidFields(error).some((field) => field === "seat_ids" || field === "count");
  if (!tooMany) return textOnly(problemText(error));
  return textOnly(t`You hold as many seats as one booking can have. Release one to choose another.`);
}
