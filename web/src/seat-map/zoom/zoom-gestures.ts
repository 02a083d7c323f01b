/** Zoom by buttons, keys, wheel and touch, and scrolling by mouse. Loaded after the first view. */

import type { Box, Point } from "../plan.ts";
import { wheelFactor } from "./zoom.ts";
import { ZoomController } from "./zoom-controller.ts";

/** The centre of two fingers and their distance. */
function pinch({ touches: [one, other] }: TouchEvent): { spread: number; at: Point } | null {
  if (!one || !other) return null;
  const at = { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 };
  return { spread: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY), at };
}

/**
 * Ctrl with the wheel, which is also how browsers report a trackpad pinch, and two fingers on a touch screen.
 */
function zoomByWheelAndTouch(frame: HTMLElement, controller: ZoomController): () => void {
  let last: ReturnType<typeof pinch> = null;

  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    controller.by(wheelFactor(event.deltaY), { x: event.clientX, y: event.clientY });
  };
  const onTouch = (event: TouchEvent) => {
    const now = pinch(event);
    if (now && event.cancelable) event.preventDefault();
    if (now && last) {
      controller.by(now.spread / last.spread, now.at);
      frame.scrollBy(last.at.x - now.at.x, last.at.y - now.at.y);
    }
    last = now;
  };

  frame.addEventListener("wheel", onWheel, { passive: false });
  const touches = ["touchstart", "touchmove", "touchend", "touchcancel"] as const;
  for (const kind of touches) frame.addEventListener(kind, onTouch, { passive: false });
  return () => {
    frame.removeEventListener("wheel", onWheel);
    for (const kind of touches) frame.removeEventListener(kind, onTouch);
  };
}

/** Pixels that the mouse may move during a click. */
const CLICK_TOLERANCE = 5;

/** Dragging with the mouse scrolls the map, as touch does. The end of a drag is not a click on a seat. */
function scrollByMouse(frame: HTMLElement): () => void {
  let from: (Point & { left: number; top: number }) | null = null;
  let dragged = false;

  const onDown = ({ pointerType, button, clientX: x, clientY: y }: PointerEvent) => {
    dragged = false;
    if (pointerType !== "mouse" || button !== 0) return;
    from = { x, y, left: frame.scrollLeft, top: frame.scrollTop };
  };
  const onMove = ({ clientX, clientY, buttons }: PointerEvent) => {
    if (from === null || buttons === 0) return;
    const [x, y] = [clientX - from.x, clientY - from.y];
    dragged ||= Math.hypot(x, y) > CLICK_TOLERANCE;
    if (dragged) frame.scrollTo(from.left - x, from.top - y);
  };
  const onUp = () => {
    from = null;
  };
  const onClick = (event: MouseEvent) => {
    if (dragged) event.stopPropagation();
    dragged = false;
  };

  frame.addEventListener("pointerdown", onDown);
  frame.addEventListener("click", onClick, { capture: true });
  window.addEventListener("pointermove", onMove);
  window.addEventListener("pointerup", onUp);
  return () => {
    frame.removeEventListener("pointerdown", onDown);
    frame.removeEventListener("click", onClick, { capture: true });
    window.removeEventListener("pointermove", onMove);
    window.removeEventListener("pointerup", onUp);
  };
}

/** Returns the controller and a function that removes the listeners. */
export function startZoomGestures(frame: HTMLElement, box: Box): [ZoomController, () => void] {
  const controller = new ZoomController(frame, box);
  const ends = [zoomByWheelAndTouch(frame, controller), scrollByMouse(frame)];
  const stop = () => {
    for (const end of ends) end();
  };
  return [controller, stop];
}
