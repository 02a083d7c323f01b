/** What is outside the frame of the map. All lengths are in CSS pixels. */

import { type Box, type Plan, ROW_EDGE, type Row, SCREEN_NAME_Y, SEAT } from "../plan.ts";

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

/** The heights of all rows at the first seats beside the row names at the left edge of the frame. */
export function rowHeights(frame: Rect, map: Rect, { rows, box }: Plan): number[] {
  const scale = (map.right - map.left) / box.width;
  const x = box.left + (frame.left - map.left) / scale + ROW_EDGE + SEAT / 2;
  return rows.map((row) => rowHeightAt(row, x));
}
