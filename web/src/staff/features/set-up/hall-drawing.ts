/** The form of a new hall. */

import type { NewHall } from "#api/staff/types.ts";

export type HallDraft = {
  name: string;
  isDrawn: boolean;
  rows: string;
  seats: string;
  aisles: string;
  firstRow: string;
  cleaning: string;
  plan: string;
};

/** The request. A text that is no number becomes 0, which the server refuses with a sentence. */
export function hallOf(draft: HallDraft, venueId: number): NewHall {
  const { isDrawn } = draft;
  return {
    venue_id: venueId,
    name: draft.name,
    first_row: draft.firstRow.trim().toUpperCase(),
    cleaning_minutes: numberOf(draft.cleaning),
    plan: isDrawn ? draft.plan : "",
    rows: isDrawn ? 0 : numberOf(draft.rows),
    seats_per_row: isDrawn ? 0 : numberOf(draft.seats),
    aisles: isDrawn
      ? []
      : draft.aisles
          .split(/[\s,;]+/)
          .filter(Boolean)
          .map(numberOf),
  };
}

const numberOf = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : 0);
