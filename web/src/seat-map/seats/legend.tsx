import { t } from "@lingui/core/macro";
import { memo } from "react";
import type { SeatType } from "#api/types.ts";
import { formatMoneyShort } from "#lib/money.ts";
import type { Plan } from "../plan.ts";
import { SEAT } from "../plan.ts";
import { typeName } from "../seat-labels.ts";
import type { SeatState } from "../seat-store.ts";
import styles from "./legend.module.css";
import seatStyles from "./seat.module.css";
import { SeatShape } from "./seat-shape.tsx";

const TYPES: readonly SeatType[] = ["standard", "premium", "sofa", "wheelchair", "companion"];

type Props = { plan: Plan; currency: string };

/** The seat types of this hall with their prices, then the states. */
export const Legend = memo(function Legend({ plan, currency }: Props) {
  const seats = [...plan.seatsById.values()];
  const states: [SeatState, string][] = [
    ["mine", t`Yours`],
    ["held", t`Held by someone else`],
    ["taken", t`Taken`],
  ];
  const types = TYPES.flatMap((type) => {
    const seat = seats.find((other) => other.type === type);
    return seat ? [{ type, price: formatMoneyShort(seat.price, currency) }] : [];
  });
  return (
    <ul className={styles.legend} aria-label={t`Legend`}>
      {types.map(({ type, price }) => (
        <li key={type}>
          <Sample type={type} state="free" />
          {typeName(type)} <span className={styles.price}>{price}</span>
        </li>
      ))}
      {states.map(([state, name]) => (
        <li key={state}>
          <Sample type="standard" state={state} />
          {name}
        </li>
      ))}
    </ul>
  );
});

function Sample({ type, state }: { type: SeatType; state: SeatState }) {
  const half = type === "sofa" ? SEAT : SEAT / 2;
  return (
    <svg
      className={styles.sample}
      viewBox={`${-half} -18 ${2 * half} 40`}
      style={{ inlineSize: `${half / 13}rem` }}
      aria-hidden="true"
    >
      <g className={seatStyles.seat} data-s={state} data-type={type}>
        {type === "companion" && <path className={seatStyles.link} d={`M${-half} 11H0`} />}
        <SeatShape type={type} state={state} />
      </g>
    </svg>
  );
}
