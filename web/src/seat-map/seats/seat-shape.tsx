/**
 * The drawing of a seat: the shape shows its type, shape and colour its state. CSS sets the colours by
 * `data-s` and `data-type`.
 */

import type { SeatType } from "#api/types.ts";
import { SEAT } from "../plan.ts";
import type { SeatState } from "../seat-store.ts";
import styles from "./seat.module.css";

export const HALF = SEAT / 2 - 5;

/** Rounded at the front, towards the screen. */
const CHAIR = `M${-HALF} 11V-7a7 7 0 0 1 7-7H${HALF - 7}a7 7 0 0 1 7 7V11a3 3 0 0 1-3 3H${3 - HALF}a3 3 0 0 1-3-3Z`;
const SOFA_HALF = SEAT - 5;
const SOFA = `M${-SOFA_HALF} 11V-7a7 7 0 0 1 7-7H${SOFA_HALF - 7}a7 7 0 0 1 7 7V11a3 3 0 0 1-3 3H${3 - SOFA_HALF}a3 3 0 0 1-3-3Z`;
const SQUARE = `M${-HALF} -14H${HALF}V14H${-HALF}Z`;

const OUTLINE: Record<SeatType, string> = {
  standard: CHAIR,
  premium: CHAIR,
  companion: CHAIR,
  sofa: SOFA,
  wheelchair: SQUARE,
};

type Props = { type: SeatType; state: SeatState; number?: number | undefined };

const WHEELCHAIR = "M-2-5V2H5L8 8M-2-1H4M-5 0A6 6 0 1 0 4 6";

/** A function, not a component: React creates hundreds of seats at once. */
function mark({ type, state, number }: Props) {
  switch (state) {
    case "mine":
      return <path className={styles.mark} d="M-7 0L-2 6L8-6" />;
    case "taken":
      return <path className={styles.mark} d="M-5-5L5 5M5-5L-5 5" />;
    case "held":
      return <path className={styles.mark} d="M8 0A8 8 0 1 1-8 0A8 8 0 1 1 8 0M0-4.5V0L3.5 2" />;
    case "out":
      return null;
    default:
      return type === "wheelchair" ? (
        <g className={styles.mark}>
          <circle className={styles.head} cx="-2" cy="-9" r="2.4" />
          <path d={WHEELCHAIR} />
        </g>
      ) : (
        <text className={styles.number} y="5">
          {number}
        </text>
      );
  }
}

export function SeatShape(props: Props) {
  const { type } = props;
  return (
    <>
      <path className={styles.body} d={OUTLINE[type]} />
      {type === "premium" && <path className={styles.headrest} d="M-10 18.5H10" />}
      {type === "sofa" && <path className={styles.seam} d="M0-14V-9M0 9V14" />}
      {mark(props)}
    </>
  );
}
