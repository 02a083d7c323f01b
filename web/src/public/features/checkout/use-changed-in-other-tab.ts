import { useState } from "react";
import type { CheckoutHold } from "./checkout-form.tsx";

/** Show and seats in one word; nothing where none are held. */
function seatsOf(state: CheckoutHold): string {
  if (state.kind !== "held") return "";
  const { showId, seatIds } = state.hold;
  return `${showId}: ${[...seatIds].sort((a, b) => a - b)}`;
}

/**
 * Whether the held seats are others than the visitor saw here: another tab changed them. This page
 * itself takes seats only after others were lost, which counts as a new beginning.
 */
export function useChangedInOtherTab(state: CheckoutHold) {
  const seats = seatsOf(state);
  const [seen, setSeen] = useState(seats);
  const begins = seats === "" || seen === "";
  if (begins && seen !== seats) setSeen(seats);
  return { is: !begins && seen !== seats, accept: () => setSeen(seats) };
}
