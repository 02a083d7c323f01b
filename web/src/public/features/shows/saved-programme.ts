/** The last programme that was shown, for use without a network. */

import { useEffect, useRef } from "react";
import type { Show } from "#api/types.ts";
import { onServerClock } from "#lib/clock.ts";
import { getItem, setItem } from "#lib/storage.ts";
import type { SelectedDays } from "./use-selected-days.ts";

const PROGRAMME = "programme";

/** `readAt` is a time of the server's clock, in milliseconds. */
export type SavedProgramme = { venue: number; date: string; days: string[]; shows: Show[]; readAt: number };

export const savedProgramme = (): SavedProgramme | null => getItem("local", PROGRAMME);

/** Saves the shows of the selected days once they have loaded, and after each refetch. */
export function useSaveProgramme(
  { venue, date, days }: SelectedDays,
  shows: Show[] | undefined,
  updatedAt: number,
): void {
  const saved = useRef(0);
  useEffect(() => {
    if (!shows || shows.length === 0 || saved.current === updatedAt) return;
    saved.current = updatedAt;
    const programme: SavedProgramme = {
      venue: venue.id,
      date,
      days,
      shows,
      readAt: onServerClock(updatedAt),
    };
    setItem("local", PROGRAMME, programme);
  }, [venue.id, date, days, shows, updatedAt]);
}
