import { type RefObject, useEffect } from "react";
import { whenLoaded } from "#lib/when-loaded.ts";
import type { Plan } from "../plan.ts";

/** Marks the edges of the frame behind which there are more seats. Loads after the first view. */
export function useEdges(
  stage: RefObject<HTMLElement | null>,
  frame: RefObject<HTMLElement | null>,
  plan: Plan,
): void {
  useEffect(
    () =>
      whenLoaded(import("./follow-edges.ts"), ({ followEdges }) => {
        if (!stage.current || !frame.current) return;
        return followEdges(stage.current, frame.current, plan);
      }),
    [stage, frame, plan],
  );
}
