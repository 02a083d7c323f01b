import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { whenLoaded } from "#lib/when-loaded.ts";
import { middleOf, type Plan, type Point } from "../plan.ts";

export type Zoom = {
  zoomIn: () => void;
  zoomOut: () => void;
  showAll: () => void;
  /** Makes the seats large enough for a finger. Returns false if they are already. */
  enlargeAt: (point: Point) => boolean;
};

/**
 * Shows the seats of `inView` at first, else the best rows, in the size of the style sheet. Zooming
 * loads after that; what is pressed before it has loaded happens then.
 */
export function useZoom(frame: RefObject<HTMLElement | null>, plan: Plan, inView: ReadonlySet<number>): Zoom {
  const controller = useRef<Zoom>(null);
  const pressedEarly = useRef<(zoom: Zoom) => void>(null);
  const { box } = plan;

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { x, y } = middleOf(plan, inView);
    element.scrollLeft = x * element.scrollWidth - element.clientWidth / 2;
    element.scrollTop = y * element.scrollHeight - element.clientHeight / 2;
  }, [frame, plan, inView]);

  useEffect(
    () =>
      whenLoaded(import("./zoom-gestures.ts"), ({ startZoomGestures }) => {
        if (!frame.current) return;
        const [started, stop] = startZoomGestures(frame.current, box);
        controller.current = started;
        pressedEarly.current?.(started);
        pressedEarly.current = null;
        return stop;
      }),
    [frame, box],
  );

  return useMemo(() => {
    const press = (action: (zoom: Zoom) => void) => {
      if (controller.current) action(controller.current);
      else pressedEarly.current = action;
    };
    return {
      zoomIn: () => press((zoom) => zoom.zoomIn()),
      zoomOut: () => press((zoom) => zoom.zoomOut()),
      showAll: () => press((zoom) => zoom.showAll()),
      enlargeAt: (point) => controller.current?.enlargeAt(point) ?? false,
    };
  }, []);
}
