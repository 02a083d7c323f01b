import { type Box, type Point, SEAT } from "../plan.ts";
import { ENLARGED, fitSize, MIN_TARGET, STEP, scrollDelta, zoomSize } from "./zoom.ts";

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
    this.#frame.scrollIntoView({ block: "nearest" });
  }

  enlargeAt(point: Point): boolean {
    if (this.#size >= MIN_TARGET) return false;
    this.#set(ENLARGED, point);
    return true;
  }

  get #map(): Element {
    return this.#frame.firstElementChild ?? this.#frame;
  }

  get #size(): number {
    return this.#map.getBoundingClientRect().width / this.#hall.width;
  }

  get #fit(): number {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    // The frame shrinks with the map. Its room does not.
    const room = Number.parseFloat(getComputedStyle(this.#frame).maxHeight) || height;
    return fitSize(this.#hall, { width, height: room });
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
