import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { whenLoaded } from "#lib/when-loaded.ts";
import type { Box } from "../plan.ts";

export type Zoom = { zoomIn: () => void; zoomOut: () => void; showAll: () => void };

/** Centres the map at first, in the size of the style sheet. Zooming loads after that. */
export function useZoom(frame: RefObject<HTMLElement | null>, box: Box): Zoom {
  const controller = useRef<Zoom>(null);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.scrollLeft = (element.scrollWidth - element.clientWidth) / 2;
    element.scrollTop = (element.scrollHeight - element.clientHeight) / 2;
  }, [frame]);

  useEffect(
    () =>
      whenLoaded(import("./zoom-gestures.ts"), ({ startZoomGestures }) => {
        if (!frame.current) return;
        const [started, stop] = startZoomGestures(frame.current, box);
        controller.current = started;
        return stop;
      }),
    [frame, box],
  );

  return useMemo(
    () => ({
      zoomIn: () => controller.current?.zoomIn(),
      zoomOut: () => controller.current?.zoomOut(),
      showAll: () => controller.current?.showAll(),
    }),
    [],
  );
}
