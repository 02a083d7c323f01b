import type { SeatType } from "#api/types.ts";
import { formatMoneyShort } from "#lib/money.ts";
import styles from "./legend.module.css";
import type { Plan } from "./plan.ts";
import { SEAT } from "./plan.ts";
import seatStyles from "./seat.module.css";
import { SeatShape } from "./seat-shape.tsx";
import type { SeatState } from "./seat-store.ts";

const TYPES: Record<SeatType, string> = {
  standard: "Standard",
  premium: "Premium",
  sofa: "Sofa for two",
  wheelchair: "Wheelchair space",
  companion: "Companion seat",
};

const STATES: [SeatState, string][] = [
  ["mine", "Yours"],
  ["held", "Held by someone else"],
  ["taken", "Taken"],
];

type Props = { plan: Plan; currency: string };

/** What the shapes mean: the types this hall has with what they cost, then the states. */
export function Legend({ plan, currency }: Props) {
  const seats = [...plan.seatsById.values()];
  const types = (Object.keys(TYPES) as SeatType[]).flatMap((type) => {
    const seat = seats.find((other) => other.type === type);
    return seat ? [{ type, price: formatMoneyShort(seat.price, currency) }] : [];
  });
  return (
    <ul className={styles.legend} aria-label="Legend">
      {types.map(({ type, price }) => (
        <li key={type}>
          <Sample type={type} state="free" />
          {TYPES[type]} <span className={styles.price}>{price}</span>
        </li>
      ))}
      {STATES.map(([state, name]) => (
        <li key={state}>
          <Sample type="standard" state={state} />
          {name}
        </li>
      ))}
    </ul>
  );
}

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
