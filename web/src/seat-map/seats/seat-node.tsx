import { memo } from "react";
import { PITCH, type PlacedSeat, SEAT } from "../plan.ts";
import { seatLabel } from "../seat-labels.ts";
import type { SeatState, SeatStore } from "../seat-store.ts";
import { useSeat } from "../use-seats.ts";
import styles from "./seat.module.css";
import { HALF, SeatShape } from "./seat-shape.tsx";

const UNAVAILABLE: ReadonlySet<SeatState> = new Set(["held", "taken", "out"]);

/**
 * Half the stroke width of the target, which is also the focus ring. Target and stroke fill the seat's area.
 */
const EDGE = 2;
const RADIUS = 8;
const CORNER = `a${RADIUS} ${RADIUS} 0 0 1`;

/** A rounded rectangle. As a path it has one attribute instead of five. */
function target(half: number): string {
  const [width, height] = [half - EDGE - RADIUS, PITCH / 2 - EDGE - RADIUS];
  return (
    `M${-width} ${EDGE - PITCH / 2}h${2 * width}${CORNER} ${RADIUS} ${RADIUS}v${2 * height}` +
    `${CORNER} ${-RADIUS} ${RADIUS}h${-2 * width}${CORNER} ${-RADIUS} ${-RADIUS}v${-2 * height}` +
    `${CORNER} ${RADIUS} ${-RADIUS}Z`
  );
}

const TARGET = target(SEAT / 2);
const SOFA_TARGET = target(SEAT);

/** From a companion seat to the edge of its wheelchair space. */
function bar(seat: PlacedSeat, space: PlacedSeat): string {
  const side = Math.sign(space.cx - seat.cx) * HALF;
  return `M0 ${PITCH / 4}L${space.cx - seat.cx - side} ${space.cy - seat.cy + PITCH / 4}`;
}

/** `space`: the wheelchair space of a companion seat. */
type Props = {
  seat: PlacedSeat;
  space: PlacedSeat | null;
  store: SeatStore;
  currency: string;
  shared: boolean;
};

/** One seat of the map. Renders again only when its state or its tab stop changes. */
export const SeatNode = memo(function SeatNode({ seat, space, store, currency, shared }: Props) {
  const { id } = seat;
  const { state, tabStop } = useSeat(store, id);

  return (
    <g role="gridcell" transform={`translate(${seat.cx} ${seat.cy})`}>
      {space && <path className={styles.link} data-s={state} d={bar(seat, space)} />}
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
        <path className={styles.target} d={seat.type === "sofa" ? SOFA_TARGET : TARGET} />
        <SeatShape type={seat.type} state={state} number={seat.number} />
      </g>
    </g>
  );
});
