/** What is outside the frame of the map. All lengths are in CSS pixels. */

import { type Box, type Plan, ROW_EDGE, type Row, rowLabelPositions, SCREEN_NAME_Y, SEAT } from "../plan.ts";

export type Rect = { left: number; top: number; right: number; bottom: number };

/** Less than the room around the seats, so that no seat is behind an edge without a mark. */
const TOLERANCE = 6;

/** The edges of the frame behind which the map continues. */
export function hiddenEdges(frame: Rect, map: Rect): string[] {
  const hidden = {
    left: frame.left - map.left,
    top: frame.top - map.top,
    right: map.right - frame.right,
    bottom: map.bottom - frame.bottom,
  };
  return Object.entries(hidden).flatMap(([edge, length]) => (length > TOLERANCE ? [edge] : []));
}

/** Whether the name of the screen, above the middle of the first row, is outside the frame. */
export function isScreenHidden(frame: Rect, map: Rect, box: Box): boolean {
  const scale = (map.right - map.left) / box.width;
  const y = map.top + SCREEN_NAME_Y * scale;
  const x = (map.left + map.right) / 2;
  return y < frame.top + TOLERANCE || x < frame.left || x > frame.right;
}

/** The height of a row at `x`, in drawing units: that of the nearest seat, since rows may be curved. */
export function rowHeightAt(row: Row, x: number): number {
  let nearest = row.seats[0];
  for (const seat of row.seats) {
    if (nearest === undefined || Math.abs(seat.cx - x) < Math.abs(nearest.cx - x)) nearest = seat;
  }
  return nearest?.cy ?? row.y;
}

/** Half the width of a name. */
const HALF_NAME = 8;

/** Whether a row's own name is in view, and no seat is between it and the names at the edge. */
function isNamed(row: Row, box: Box, left: number): boolean {
  return rowLabelPositions(row, box).some(
    ({ x }) => x - HALF_NAME > left && !row.seats.some(({ cx }) => cx > left + ROW_EDGE && cx < x),
  );
}

/**
 * The heights of all rows at the first seats beside the row names at the left edge of the frame. Null: the row
 * needs no name there.
 */
export function pinnedHeights(frame: Rect, map: Rect, { rows, box }: Plan): (number | null)[] {
  const scale = (map.right - map.left) / box.width;
  const left = box.left + (frame.left - map.left) / scale;
  const x = left + ROW_EDGE + SEAT / 2;
  return rows.map((row) => (isNamed(row, box, left) ? null : rowHeightAt(row, x)));
}
