import { useState } from "react";
import type { CheckoutHold } from "./checkout-form.tsx";

/** A key for the show and the held seats; empty if none are held. */
function seatsOf(state: CheckoutHold): string {
  if (state.kind !== "held") return "";
  const { showId, seatIds } = state.hold;
  return `${showId}: ${[...seatIds].sort((a, b) => a - b)}`;
}

/**
 * Whether another tab changed the held seats. This page itself only holds seats after a hold has expired,
 * which counts as a new start.
 */
export function useChangedInOtherTab(state: CheckoutHold) {
  const seats = seatsOf(state);
  const [seen, setSeen] = useState(seats);
  const isStart = seats === "" || seen === "";
  if (isStart && seen !== seats) setSeen(seats);
  return { hasChanged: !isStart && seen !== seats, accept: () => setSeen(seats) };
}
