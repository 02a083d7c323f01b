import { memo } from "react";
import { PITCH, type PlacedSeat, SEAT } from "../plan.ts";
import { seatLabel } from "../seat-labels.ts";
import type { SeatState, SeatStore } from "../seat-store.ts";
import { useSeat } from "../use-seats.ts";
import styles from "./seat.module.css";
import { SeatShape } from "./seat-shape.tsx";

const UNAVAILABLE: ReadonlySet<SeatState> = new Set(["held", "taken", "out"]);

/**
 * Half the stroke width of the target, which is also the focus ring. Target and stroke fill the seat's area.
 */
const EDGE = 2;

type Props = { seat: PlacedSeat; store: SeatStore; currency: string; shared: boolean };

/** One seat of the map. Renders again only when its state or its tab stop changes. */
export const SeatNode = memo(function SeatNode({ seat, store, currency, shared }: Props) {
  const { id } = seat;
  const { state, tabStop } = useSeat(store, id);
  const half = seat.type === "sofa" ? SEAT : SEAT / 2;

  return (
    <g role="gridcell" transform={`translate(${seat.cx} ${seat.cy})`}>
      <g
        role="checkbox"
        className={styles.seat}
        tabIndex={tabStop ? 0 : -1}
        aria-checked={state === "mine" || state === "pending"}
        aria-disabled={UNAVAILABLE.has(state) || undefined}
        aria-label={seatLabel(seat, currency, state, shared)}
        data-seat={id}
        data-s={state}
        data-type={seat.type}
        data-shared={shared || undefined}
      >
        <rect
          className={styles.target}
          x={EDGE - half}
          y={EDGE - PITCH / 2}
          width={2 * (half - EDGE)}
          height={PITCH - 2 * EDGE}
          rx="8"
        />
        <SeatShape type={seat.type} state={state} number={seat.number} />
      </g>
    </g>
  );
});
