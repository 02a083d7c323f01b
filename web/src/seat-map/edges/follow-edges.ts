/** Updates the marks at the edges of the map when it is scrolled or zoomed. Loaded after the first view. */

import type { Plan } from "../plan.ts";
import { hiddenEdges, isScreenHidden, pinnedHeights, type Rect } from "./edges.ts";

/** Without the scroll bars. */
function inside(frame: HTMLElement): Rect {
  const { left, top } = frame.getBoundingClientRect();
  return { left, top, right: left + frame.clientWidth, bottom: top + frame.clientHeight };
}

/** Returns a function that stops the updates. */
export function followEdges(stage: HTMLElement, frame: HTMLElement, plan: Plan): () => void {
  const [map, rowEdge] = [frame.children[0], frame.children[1]];
  if (!map || !rowEdge) return () => undefined;
  const names = [...rowEdge.querySelectorAll("g")];
  let request = 0;

  const update = () => {
    request = 0;
    const [view, drawn] = [inside(frame), map.getBoundingClientRect()];
    const hidden = hiddenEdges(view, drawn);
    if (isScreenHidden(view, drawn, plan.box)) hidden.push("screen");
    stage.dataset.more = hidden.join(" ");
    for (const edge of ["top", "right", "bottom"])
      stage.style.setProperty(`--${edge}`, hidden.includes(edge) ? "1.75rem" : "0");
    stage.style.setProperty("--bar-width", `${frame.offsetWidth - frame.clientWidth}px`);
    stage.style.setProperty("--bar-height", `${frame.offsetHeight - frame.clientHeight}px`);
    for (const [index, y] of pinnedHeights(view, drawn, plan).entries()) {
      names[index]?.setAttribute("display", y === null ? "none" : "inline");
      names[index]?.setAttribute("transform", `translate(0 ${y ?? 0})`);
    }
  };

  const updateSoon = () => {
    request ||= requestAnimationFrame(update);
  };
  const sizes = new ResizeObserver(updateSoon);
  sizes.observe(frame);
  sizes.observe(map);
  frame.addEventListener("scroll", updateSoon, { passive: true });
  return () => {
    cancelAnimationFrame(request);
    sizes.disconnect();
    frame.removeEventListener("scroll", updateSoon);
  };
}
