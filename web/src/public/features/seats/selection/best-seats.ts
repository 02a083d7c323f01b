/** The best seats for a party, asked for and held at once. Fetched when it is first wanted. */

import { t } from "@lingui/core/macro";
import { fetchBestSeats } from "#api/layout.ts";
import { Problem } from "#api/problem.ts";
import type { BestSeats } from "#api/types.ts";
import { formatList, type SeatPlace, seatNames } from "#lib/names.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { danger, plain } from "./message.ts";
import { type SeatSelection, showSeats } from "./use-seat-selection.ts";

const names = (seats: readonly SeatPlace[]) => formatList(seatNames(seats));

const isLostRace = (error: unknown) => error instanceof Problem && error.code === "seats-taken";

/**
 * Whoever holds seats here is asked first, and keeps those until the new ones are held. A lost race asks once
 * more; what is refused then is told.
 */
export async function holdBestSeats(
  showId: number,
  count: number,
  store: SeatStore,
  choice: SeatSelection,
  again = true,
): Promise<void> {
  const best = await fetchBestSeats(showId, count).catch((error) => choice.refused(error, []));
  if (!best) return;
  if (best.seats.length === 0) return reportNoSeats(count, choice);
  if (store.mine.length > 0) return offer(best, store.mine.length, choice);
  try {
    await choice.hold(best.seat_ids);
    showSeats(best.seat_ids);
    if (!best.together) confirmApart(best, choice);
  } catch (error) {
    if (again && isLostRace(error)) return holdBestSeats(showId, count, store, choice, false);
    choice.refused(error, best.seat_ids);
  }
}

function reportNoSeats(count: number, { say, dismiss }: SeatSelection): void {
  const text = count === 1 ? t`No seat is free any more.` : t`${count} seats aren’t free any more.`;
  say(danger(text, [{ label: t`OK`, act: dismiss }]));
}

function offer(best: BestSeats, held: number, { say, dismiss, exchange, refused }: SeatSelection): void {
  const found = names(best.seats);
  const swap = () =>
    void exchange(best.seat_ids).then(
      () => showSeats(best.seat_ids),
      (error) => refused(error, best.seat_ids),
    );
  say(
    plain(best.together ? t`Best together: ${found}.` : t`Not all together: ${found}.`, [
      { label: held === 1 ? t`Take them instead of my seat` : t`Take them instead of my seats`, act: swap },
      { label: held === 1 ? t`Keep my seat` : t`Keep my seats`, act: dismiss },
    ]),
  );
}

function confirmApart(best: BestSeats, { say, dismiss, giveBack }: SeatSelection): void {
  const found = names(best.seats);
  say(
    plain(t`Not all together: ${found}. Keep them?`, [
      { label: t`Keep them`, act: dismiss },
      { label: t`Give them back`, act: () => giveBack(best.seat_ids) },
    ]),
  );
}
