/** The size of seats in CSS pixels per seat width, and the scroll offset that keeps a point in place. */

/** The size at which a seat without its edge has 24 px. The style sheet uses it as well. */
export const LEGIBLE = 27;

/** The smallest seat that a tap holds, and the size that a tap on a smaller one leads to. */
export const MIN_TARGET = 24;
export const ENLARGED = 36;

const LARGEST = 72;
export const STEP = 1.4;

/** Pixels of wheel movement (or trackpad pinch) that double the size. */
const DOUBLING = 160;

type Size = { width: number; height: number };

/** The size at which the whole hall fits into the frame. `hall` is in seat widths. */
export function fitSize(hall: Size, frame: Size): number {
  return Math.min(frame.width / hall.width, frame.height / hall.height, 44);
}

/** The size after a zoom, within the limits. */
export function zoomSize(size: number, factor: number, fit: number): number {
  return Math.min(LARGEST, Math.max(Math.min(fit, LEGIBLE), size * factor));
}

export const wheelFactor = (deltaY: number): number => 2 ** (-deltaY / DOUBLING);

type Span = { start: number; length: number };

/**
 * Pixels to scroll, so that the content at `point` stays there when the map changes from `before` to `after`.
 */
export function scrollDelta(point: number, before: Span, after: Span): number {
  const share = (point - before.start) / before.length;
  return after.start + share * after.length - point;
}
