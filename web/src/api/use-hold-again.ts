import { useState } from "react";
import { useHoldActions } from "./hold.ts";
import { type HoldFailure, holdFailureOf } from "./hold-failure.ts";
import { Problem } from "./problem.ts";

type Place = { id: number; row: string; number: number };

const suggestedBy = (error: unknown): Place[] =>
  error instanceof Problem ? (error.data.suggestions ?? []) : [];

/**
 * Holds released seats again. If another visitor has some of them, offers the rest and the nearest free
 * seats.
 */
export function useHoldAgain(showId: number, seats: Place[], onHeld: () => void) {
  const { holdSeats } = useHoldActions();
  const [known, setKnown] = useState(seats);
  const [failure, setFailure] = useState<HoldFailure | null>(null);
  const [busy, setBusy] = useState(false);

  async function holdAgain() {
    const wanted = failure?.alternativeIds.length ? failure.alternativeIds : seats.map((seat) => seat.id);
    setBusy(true);
    try {
      await holdSeats(showId, wanted);
      onHeld();
    } catch (error) {
      const places = new Map([...known, ...suggestedBy(error)].map((place) => [place.id, place]));
      setKnown([...places.values()]);
      setFailure(
        holdFailureOf(
          error,
          wanted.flatMap((id) => places.get(id) ?? []),
        ),
      );
      setBusy(false);
    }
  }

  return { busy, failure, holdAgain };
}
