import { useState } from "react";
import { useHoldActions } from "./hold.ts";
import { type HoldFailure, holdFailureOf } from "./hold-failure.ts";
import { Problem } from "./problem.ts";

type Place = { id: number; row: string; number: number };

const suggestedBy = (error: unknown): Place[] =>
  error instanceof Problem ? (error.data.suggestions ?? []) : [];

/** Released seats once more in one tap; where somebody was quicker, the rest of them and what is nearest. */
export function useHoldAgain(showId: number, seats: Place[], taken: () => void) {
  const { take } = useHoldActions();
  const [known, setKnown] = useState(seats);
  const [refusal, setRefusal] = useState<HoldFailure | null>(null);
  const [busy, setBusy] = useState(false);

  async function again() {
    const wanted = refusal?.takeInstead.length ? refusal.takeInstead : seats.map((seat) => seat.id);
    setBusy(true);
    try {
      await take(showId, wanted);
      taken();
    } catch (error) {
      const places = new Map([...known, ...suggestedBy(error)].map((place) => [place.id, place]));
      setKnown([...places.values()]);
      setRefusal(
        holdFailureOf(
          error,
          wanted.flatMap((id) => places.get(id) ?? []),
        ),
      );
      setBusy(false);
    }
  }

  return { busy, refusal, again };
}
