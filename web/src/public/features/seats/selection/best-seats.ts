/** Requests the best seats for a party and holds them. Loaded on demand. */

import { t } from "@lingui/core/macro";
import { fetchBestSeats } from "#api/layout.ts";
import { Problem } from "#api/problem.ts";
import type { BestSeats } from "#api/types.ts";
import { formatList, type SeatPlace, seatNames } from "#lib/names.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { danger, plain } from "./message.ts";
import { showSeats } from "./show-seats.ts";
import type { SeatSelection } from "./use-seat-selection.ts";

const names = (seats: readonly SeatPlace[]) => formatList(seatNames(seats));

const areSeatsTaken = (error: unknown) => error instanceof Problem && error.code === "seats-taken";

/**
 * Holds the best seats for `count` people. If the visitor holds seats already, offers an exchange. If another
 * visitor takes the seats first, tries once more.
 */
export async function holdBestSeats(
  showId: number,
  count: number,
  store: SeatStore,
  selection: SeatSelection,
  retries = 1,
): Promise<void> {
  const best = await fetchBestSeats(showId, count).catch((error) => selection.reportError(error, []));
  if (!best) return;
  if (best.seats.length === 0) return reportNoSeats(count, selection);
  if (store.mine.length > 0) return offerExchange(best, store.mine.length, selection);
  try {
    await selection.holdParty(best.seat_ids);
    showSeats(best.seat_ids);
    if (!best.together) confirmApart(best, selection);
  } catch (error) {
    if (retries > 0 && areSeatsTaken(error))
      return holdBestSeats(showId, count, store, selection, retries - 1);
    selection.reportError(error, best.seat_ids);
  }
}

export function reportNoSeats(count: number, { showMessage, dismiss }: SeatSelection): void {
  const text = count === 1 ? t`No seat is free any more.` : t`${count} seats aren’t free any more.`;
  showMessage(danger(text, [{ label: t`OK`, onClick: dismiss }]));
}

function holdAndShow({ seat_ids }: BestSeats, { holdParty, reportError }: SeatSelection): void {
  void holdParty(seat_ids).then(
    () => showSeats(seat_ids),
    (error) => reportError(error, seat_ids),
  );
}

function offerExchange(best: BestSeats, held: number, selection: SeatSelection): void {
  const { showMessage, dismiss } = selection;
  const found = names(best.seats);
  showMessage(
    plain(best.together ? t`Best together: ${found}.` : t`Not all together: ${found}.`, [
      {
        label: held === 1 ? t`Take them instead of my seat` : t`Take them instead of my seats`,
        onClick: () => holdAndShow(best, selection),
      },
      { label: held === 1 ? t`Keep my seat` : t`Keep my seats`, onClick: dismiss },
    ]),
  );
}

/** The party does not fit around a seat. Offers the nearest place for it, and the seat on its own. */
export async function offerNearest(
  showId: number,
  seatId: number,
  name: string,
  count: number,
  selection: SeatSelection,
): Promise<void> {
  const { showMessage, dismiss, holdInstead } = selection;
  const best = await fetchBestSeats(showId, count, seatId);
  const text = t`There are not ${count} free seats together at ${name}.`;
  const add = { label: t`Add ${name}`, onClick: () => holdInstead([seatId]) };
  if (!best.together || best.seats.length === 0) {
    return showMessage(plain(text, [add, { label: t`OK`, onClick: dismiss }]));
  }
  const found = names(best.seats);
  const take = () => holdAndShow(best, selection);
  showMessage(plain(`${text} ${t`Nearest: ${found}.`}`, [{ label: t`Take ${found}`, onClick: take }, add]));
}

function confirmApart(best: BestSeats, { showMessage, dismiss, release }: SeatSelection): void {
  const found = names(best.seats);
  showMessage(
    plain(t`Not all together: ${found}. Keep them?`, [
      { label: t`Keep them`, onClick: dismiss },
      { label: t`Release them`, onClick: () => release(best.seat_ids) },
    ]),
  );
}
