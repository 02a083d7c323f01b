import { memo, useCallback, useSyncExternalStore } from "react";
import { PITCH, type PlacedSeat, SEAT } from "./plan.ts";
import styles from "./seat.module.css";
import { seatLabel } from "./seat-names.ts";
import { SeatShape } from "./seat-shape.tsx";
import type { SeatState, SeatStore } from "./seat-store.ts";

const UNAVAILABLE: ReadonlySet<SeatState> = new Set(["held", "taken", "out"]);

type Props = { seat: PlacedSeat; store: SeatStore; currency: string; describedBy: string };

/** One seat of the map. Drawn again only when its own state or its place in the tab order changes. */
export const SeatNode = memo(function SeatNode({ seat, store, currency, describedBy }: Props) {
  const { id } = seat;
  const subscribe = useCallback((changed: () => void) => store.subscribe(id, changed), [store, id]);
  const state = useSyncExternalStore(subscribe, () => store.get(id));
  const tabStop = useSyncExternalStore(subscribe, () => store.isTabStop(id));
  const half = seat.type === "sofa" ? SEAT : SEAT / 2;

  return (
    <g role="gridcell" transform={`translate(${seat.cx} ${seat.cy})`}>
      <g
        role="checkbox"
        className={styles.seat}
        tabIndex={tabStop ? 0 : -1}
        aria-checked={state === "mine" || state === "pending"}
        aria-disabled={UNAVAILABLE.has(state) || undefined}
        aria-label={seatLabel(seat, currency, state)}
        aria-describedby={describedBy}
        data-seat={id}
        data-s={state}
        data-type={seat.type}
      >
        <rect className={styles.target} x={-half} y={-PITCH / 2} width={2 * half} height={PITCH} />
        <SeatShape type={seat.type} state={state} number={seat.number} />
        <rect className={styles.ring} x={2 - half} y={-18} width={2 * half - 4} height={36} rx="8" />
      </g>
    </g>
  );
});
