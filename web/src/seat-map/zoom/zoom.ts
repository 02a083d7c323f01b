/** How large seats are drawn, in CSS pixels of a seat's width, and where the map stays under the finger. */

/** A seat that is pressed with a finger is never smaller at first. */
export const LEGIBLE = 30;

const LARGEST = 72;
export const STEP = 1.4;

/** Pixels of a wheel's turn (or a trackpad's pinch) that double the size. */
const DOUBLING = 160;

type Size = { width: number; height: number };

/** The seat size at which the whole hall is in the frame. `hall` is in seat widths. */
export function fitSize(hall: Size, frame: Size): number {
  return Math.min(frame.width / hall.width, frame.height / hall.height, 44);
}

/** The size after a zoom, between the whole hall and close up. */
export function zoomSize(size: number, factor: number, fit: number): number {
  return Math.min(LARGEST, Math.max(Math.min(fit, LEGIBLE), size * factor));
}

export const wheelFactor = (deltaY: number): number => 2 ** (-deltaY / DOUBLING);

type Span = { start: number; length: number };

/** How far to scroll, so that what was at `point` is there again after the map went from `before` to `after`. */
export function scrollDelta(point: number, before: Span, after: Span): number {
  const share = (point - before.start) / before.length;
  return after.start + share * after.length - point;
}
