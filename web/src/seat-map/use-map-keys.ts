import { type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from "react";
import type { Plan } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";
import type { Zoom } from "./zoom/use-zoom.ts";

const MAP_KEYS = /^( |Enter|Home|End|Arrow(Left|Right|Up|Down))$/;

const ZOOM_KEYS: Record<string, "zoomIn" | "zoomOut" | "showAll"> = {
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  "0": "showAll",
};

const loadDirections = () => import("./directions.ts");

function seatIdAt(target: EventTarget): number | null {
  const node = (target as Element).closest("[data-seat]");
  return node === null ? null : Number(node.getAttribute("data-seat"));
}

/** Handles the clicks and keys of all seats by event delegation. */
export function useMapKeys(plan: Plan, store: SeatStore, zoom: Zoom, onToggle: (seatId: number) => void) {
  const pointer = useRef("");

  function onPointerDown(event: PointerEvent) {
    pointer.current = event.pointerType;
  }

  /** Seats that are too small for a finger are enlarged first. */
  function onClick(event: MouseEvent) {
    const byFinger = pointer.current === "touch";
    pointer.current = "";
    if (byFinger && zoom.enlargeAt({ x: event.clientX, y: event.clientY })) return;
    const id = seatIdAt(event.target);
    if (id !== null) onToggle(id);
  }

  function onFocus(event: FocusEvent) {
    const id = seatIdAt(event.target);
    if (id !== null) store.setTabStop(id);
    void loadDirections();
  }

  function onKeyDown(event: KeyboardEvent<SVGElement>) {
    if (event.altKey || event.metaKey) return;
    const step = ZOOM_KEYS[event.key];
    if (step && !event.ctrlKey) {
      event.preventDefault();
      return zoom[step]();
    }
    const seat = plan.seatsById.get(seatIdAt(event.target) ?? -1);
    if (seat === undefined || !MAP_KEYS.test(event.key)) return;
    event.preventDefault();
    if (event.key === " " || event.key === "Enter") {
      if (!event.repeat) onToggle(seat.id);
      return;
    }
    const { currentTarget: grid, key, ctrlKey } = event;
    void loadDirections().then(({ seatInDirection }) => {
      const next = seatInDirection(plan, seat, key, ctrlKey);
      if (next) grid.querySelector<SVGElement>(`[data-seat="${next.id}"]`)?.focus();
    });
  }

  return { onPointerDown, onClick, onFocus, onKeyDown };
}
