import { type Box, SEAT } from "../plan.ts";
import { fitSize, STEP, scrollDelta, zoomSize } from "./zoom.ts";

export type Point = { x: number; y: number };

function centreOf(frame: HTMLElement): Point {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/**
 * Changes the width of the map in its frame: text stays sharp, and the browser does the scrolling. The style
 * sheet sets the initial size.
 */
export class ZoomController {
  readonly #frame: HTMLElement;
  readonly #hall: { width: number; height: number };

  constructor(frame: HTMLElement, box: Box) {
    this.#frame = frame;
    this.#hall = { width: box.width / SEAT, height: box.height / SEAT };
  }

  by(factor: number, around: Point): void {
    this.#set(zoomSize(this.#size, factor, this.#fit), around);
  }

  zoomIn(): void {
    this.by(STEP, centreOf(this.#frame));
  }

  zoomOut(): void {
    this.by(1 / STEP, centreOf(this.#frame));
  }

  showAll(): void {
    this.#set(this.#fit, centreOf(this.#frame));
  }

  get #map(): Element {
    return this.#frame.firstElementChild ?? this.#frame;
  }

  get #size(): number {
    return this.#map.getBoundingClientRect().width / this.#hall.width;
  }

  get #fit(): number {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    return fitSize(this.#hall, { width, height });
  }

  #set(size: number, { x, y }: Point): void {
    const before = this.#map.getBoundingClientRect();
    this.#frame.style.setProperty("--zoomed", `${size * this.#hall.width}px`);
    const after = this.#map.getBoundingClientRect();
    const across = { start: after.left, length: after.width };
    const down = { start: after.top, length: after.height };
    this.#frame.scrollLeft += scrollDelta(x, { start: before.left, length: before.width }, across);
    this.#frame.scrollTop += scrollDelta(y, { start: before.top, length: before.height }, down);
  }
}
