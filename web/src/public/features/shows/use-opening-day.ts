import { useQuery } from "@tanstack/react-query";
import { nextDayQuery, programmeQuery } from "#api/shows.ts";
import type { Show, Venue } from "#api/types.ts";
import { serverNow } from "#lib/clock.ts";
import type { Day } from "#lib/time.ts";

/** `isPending` while the next day is not known. The day is `today` until then. */
type OpeningDay = { day: Day; isPending: boolean };

const isLeft = ({ status, sales_close_at }: Show): boolean =>
  status !== "CANCELLED" && Date.parse(sales_close_at) > serverNow();

/** The day that the programme opens on: today, or the next day with shows if today has none left. */
export function useOpeningDay(venue: Venue | undefined, today: Day, enabled: boolean): OpeningDay {
  const id = venue?.id ?? 0;
  const isWanted = enabled && venue !== undefined;
  const ofToday = useQuery({ ...programmeQuery(id, today), enabled: isWanted });
  const isOver = isWanted && ofToday.data?.some(isLeft) === false;
  const next = useQuery({ ...nextDayQuery(id, today), enabled: isOver });
  return { day: (isOver && next.data) || today, isPending: isOver && next.isLoading };
}
