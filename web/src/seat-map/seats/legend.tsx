import { t } from "@lingui/core/macro";
import { memo } from "react";
import type { SeatType } from "#api/types.ts";
import { formatMoneyShort } from "#lib/money.ts";
import type { Plan } from "../plan.ts";
import { SEAT } from "../plan.ts";
import { priceName, typeName } from "../seat-labels.ts";
import type { SeatState } from "../seat-store.ts";
import styles from "./legend.module.css";
import seatStyles from "./seat.module.css";
import { SeatShape } from "./seat-shape.tsx";

const TYPES: readonly SeatType[] = ["standard", "premium", "sofa", "wheelchair", "companion"];

const ACCESSIBLE: ReadonlySet<SeatType> = new Set(["wheelchair", "companion"]);

type Props = { plan: Plan; currency: string };

/** The seat types of this hall with their prices. `inLine`: in the line above the map, too. */
function pricesOf(plan: Plan, currency: string): { type: SeatType; price: string; inLine: boolean }[] {
  const seats = [...plan.seatsById.values()];
  let standard = "";
  return TYPES.flatMap((type) => {
    const seat = seats.find((other) => other.type === type);
    if (!seat) return [];
    const price = priceName(seat.price, currency, formatMoneyShort);
    const inLine = !standard || !ACCESSIBLE.has(type) || price !== standard;
    standard ||= price;
    return [{ type, price, inLine }];
  });
}

/**
 * The prices in one line, for windows in which the legend is below the map: above the map, or in the bar below
 * it where the window is low. In the bar, it is hidden from screen readers, which read the prices in the
 * legend.
 */
export const PriceLine = memo(function PriceLine({ plan, currency, inBar }: Props & { inBar?: boolean }) {
  const shown = pricesOf(plan, currency).filter(({ inLine }) => inLine);
  return (
    <p className={styles.prices} data-in-bar={inBar} aria-hidden={inBar}>
      {shown.map(({ type, price }) => (
        <span key={type}>
          <Sample type={type} state="free" />
          <span className={styles.name}>
            {typeName(type)} <span className={styles.price}>{price}</span>
          </span>
        </span>
      ))}
    </p>
  );
});

/** The seat types of this hall with their prices, then the states that occur. */
export const Legend = memo(function Legend({ plan, currency }: Props) {
  const states: [SeatState, string][] = [
    ["mine", t`Yours`],
    ["held", t`Held by someone else`],
    ["taken", t`Taken`],
  ];
  if ([...plan.seatsById.values()].some((seat) => !seat.in_service)) states.push(["out", t`Out of service`]);
  return (
    <ul className={styles.legend} aria-label={t`Legend`}>
      {pricesOf(plan, currency).map(({ type, price, inLine }) => (
        <li key={type} data-in-line={inLine || undefined}>
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
        {type === "companion" && <path className={seatStyles.link} d={`M0 11H${half}`} />}
        <SeatShape type={type} state={state} />
      </g>
    </svg>
  );
}
