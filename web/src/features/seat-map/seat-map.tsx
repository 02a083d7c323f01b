/** The hall as a grid of seats: native scrolling, one tab stop, one listener for all seats. */

import { type FocusEvent, type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef } from "react";
import {
  type Box,
  companionLink,
  PITCH,
  type Plan,
  type Row,
  rowNamePlaces,
  SEAT,
  seatInDirection,
} from "./plan.ts";
import { Screen } from "./screen.tsx";
import seatStyles from "./seat.module.css";
import styles from "./seat-map.module.css";
import { SeatNode } from "./seat-node.tsx";
import type { SeatStore } from "./seat-store.ts";

type Props = {
  plan: Plan;
  store: SeatStore;
  currency: string;
  label: string;
  describedBy: string;
  onToggle: (seatId: number) => void;
};

const MAP_KEYS = /^( |Enter|Home|End|Arrow(Left|Right|Up|Down))$/;

function seatIdAt(target: EventTarget): number | null {
  const node = (target as Element).closest("[data-seat]");
  return node === null ? null : Number(node.getAttribute("data-seat"));
}

/** Clicks and keys of all seats in one place: they bubble up to the map. */
function useSeatHandlers(plan: Plan, store: SeatStore, onToggle: (seatId: number) => void) {
  function onClick(event: MouseEvent) {
    const id = seatIdAt(event.target);
    if (id !== null) onToggle(id);
  }

  function onFocus(event: FocusEvent) {
    const id = seatIdAt(event.target);
    if (id !== null) store.setTabStop(id);
  }

  function onKeyDown(event: KeyboardEvent<SVGElement>) {
    const seat = plan.seatsById.get(seatIdAt(event.target) ?? -1);
    if (seat === undefined || event.altKey || event.metaKey || !MAP_KEYS.test(event.key)) return;
    event.preventDefault();
    if (event.key === " " || event.key === "Enter") {
      if (!event.repeat) onToggle(seat.id);
      return;
    }
    const next = seatInDirection(plan, seat, event.key, event.ctrlKey);
    if (next) event.currentTarget.querySelector<SVGElement>(`[data-seat="${next.id}"]`)?.focus();
  }

  return { onClick, onFocus, onKeyDown };
}

export function SeatMap({ plan, store, currency, label, describedBy, onToggle }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const { left, top, width, height } = plan.box;

  useLayoutEffect(() => {
    const element = frame.current;
    if (element) element.scrollLeft = (element.scrollWidth - element.clientWidth) / 2;
  }, []);

  const handlers = useSeatHandlers(plan, store, onToggle);

  return (
    <div className={styles.frame} ref={frame}>
      <svg
        role="grid"
        className={styles.map}
        aria-label={label}
        viewBox={`${left} ${top} ${width} ${height}`}
        style={{ "--columns": width / SEAT, "--lines": height / SEAT } as React.CSSProperties}
        {...handlers}
      >
        <Screen box={plan.box} />
        {plan.rows.map((row) => (
          <g key={row.name} role="row" aria-label={`Row ${row.name}`}>
            <RowNames row={row} box={plan.box} />
            <Links row={row} />
            {row.seats.map((seat) => (
              <SeatNode
                key={seat.id}
                seat={seat}
                store={store}
                currency={currency}
                describedBy={describedBy}
              />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function RowNames({ row, box }: { row: Row; box: Box }) {
  return (
    <g aria-hidden="true" className={styles.rowName}>
      {rowNamePlaces(row, box).map((x) => (
        <text key={x} x={x} y={row.y + 5}>
          {row.name}
        </text>
      ))}
    </g>
  );
}

/** The bars that tie companion seats to their wheelchair spaces. */
function Links({ row }: { row: Row }) {
  return row.seats.map((seat) => {
    const space = companionLink(seat, row);
    return (
      space && (
        <path
          key={seat.id}
          aria-hidden="true"
          className={seatStyles.link}
          d={`M${seat.cx} ${seat.cy + PITCH / 4}H${space.cx}`}
        />
      )
    );
  });
}
