/** The last programme that was shown, for use without a network. */

import { useEffect, useRef } from "react";
import type { Show } from "#api/types.ts";
import { onServerClock } from "#lib/clock.ts";
import { currentLanguage, type Language } from "#lib/language.ts";
import { getItem, setItem } from "#lib/storage.ts";
import type { SelectedDays } from "./use-selected-days.ts";

const PROGRAMME = "programme";

/** Increase it when the stored format changes: an entry of another version is ignored. */
const VERSION = 2;

/** `readAt` is a time of the server's clock, in milliseconds. */
export type SavedProgramme = { venue: number; date: string; days: string[]; shows: Show[]; readAt: number };

type Entry = SavedProgramme & { version: number; language: Language };

/** The saved programme, if it has the current format and the app's language. */
export function savedProgramme(): SavedProgramme | null {
  const entry = getItem<Entry>("local", PROGRAMME);
  return entry?.version === VERSION && entry.language === currentLanguage() ? entry : null;
}

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
    const entry: Entry = {
      version: VERSION,
      language: currentLanguage(),
      venue: venue.id,
      date,
      days,
      shows,
      readAt: onServerClock(updatedAt),
    };
    setItem("local", PROGRAMME, entry);
  }, [venue.id, date, days, shows, updatedAt]);
}
