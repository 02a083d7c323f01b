import { useState } from "react";
import { useConfig } from "#api/config.ts";
import { getItem, setItem } from "#lib/storage.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";

export type Party = {
  /** The number of people, at least as many as the held seats are for. */
  people: number;
  least: number;
  most: number;
  setPeople: (count: number) => void;
  /** The held seats, or while the party moves, those that it moves to. */
  seats: PlacedSeat[];
  setMovingTo: (seatIds: number[] | null) => void;
};

/** A sofa is for two. */
export const peopleOn = (seats: readonly PlacedSeat[]): number =>
  seats.reduce((sum, seat) => sum + (seat.type === "sofa" ? 2 : 1), 0);

export function useParty(plan: Plan, held: readonly number[]): Party {
  const [chosen, setChosen] = useState(() => getItem<number>("session", "party") ?? 2);
  const [movingTo, setMovingTo] = useState<number[] | null>(null);
  const config = useConfig();
  const most = config?.max_seats_per_hold ?? Number.POSITIVE_INFINITY;
  const seats = (movingTo ?? held).flatMap((id) => plan.seatsById.get(id) ?? []);
  const least = Math.max(1, peopleOn(seats));

  function setPeople(count: number) {
    const limited = Math.min(most, Math.max(least, count));
    setChosen(limited);
    setItem("session", "party", limited);
  }

  return { people: Math.max(least, Math.min(most, chosen)), least, most, setPeople, seats, setMovingTo };
}
