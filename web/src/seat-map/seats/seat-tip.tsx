/** "G10 · Premium · €14.50" above the seat under the mouse or with the keyboard focus. */

import { type RefObject, useEffect, useState } from "react";
import type { PlacedSeat, Plan } from "../plan.ts";
import { seatTip } from "../seat-labels.ts";
import type { SeatStore } from "../seat-store.ts";
import { useSeat } from "../use-seats.ts";
import styles from "./seat-tip.module.css";

type Props = { stage: RefObject<HTMLElement | null>; plan: Plan; store: SeatStore; currency: string };

/** In CSS pixels from the corner of the stage. `below`: there is no room above the seat. */
type Tip = { seat: PlacedSeat; x: number; y: number; below: boolean };

const ROOM_ABOVE = 36;

function tipFor(node: Element | null, stage: HTMLElement, plan: Plan): Tip | null {
  const seat = plan.seatsById.get(Number(node?.getAttribute("data-seat") ?? -1));
  if (!node || !seat) return null;
  const [box, around] = [node.getBoundingClientRect(), stage.getBoundingClientRect()];
  const below = box.top - around.top < ROOM_ABOVE;
  return {
    seat,
    x: box.left + box.width / 2 - around.left,
    y: (below ? box.bottom : box.top) - around.top,
    below,
  };
}

const seatAt = ({ target }: Event) => (target instanceof Element ? target.closest("[data-seat]") : null);

/** Its text is also in the accessible name of the seat. Escape and a touch hide it. */
export default function SeatTip({ stage, plan, store, currency }: Props) {
  const [tip, setTip] = useState<Tip | null>(null);

  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const stop = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(kind: K, act: (event: HTMLElementEventMap[K]) => void) =>
      element.addEventListener(kind, act, { signal: stop.signal, capture: true });
    const hide = () => setTip(null);
    on("pointerover", (event) => {
      if (event.pointerType === "mouse") setTip(tipFor(seatAt(event), element, plan));
    });
    on("focusin", (event) => {
      const node = seatAt(event);
      if (node?.matches(":focus-visible")) setTip(tipFor(node, element, plan));
    });
    on("pointerleave", (event) => event.target === element && hide());
    on("focusout", hide);
    on("scroll", hide);
    on("pointerdown", (event) => event.pointerType === "touch" && hide());
    on("keydown", (event) => event.key === "Escape" && hide());
    return () => stop.abort();
  }, [stage, plan]);

  return tip && <TipText tip={tip} store={store} currency={currency} />;
}

function TipText({
  tip: { seat, x, y, below },
  store,
  currency,
}: Omit<Props, "stage" | "plan"> & { tip: Tip }) {
  const { state } = useSeat(store, seat.id);
  const place = { "--x": `${x}px`, "--y": `${y}px` } as React.CSSProperties;
  return (
    <p className={styles.tip} data-below={below || undefined} style={place} aria-hidden="true">
      {seatTip(seat, currency, state)}
    </p>
  );
}
