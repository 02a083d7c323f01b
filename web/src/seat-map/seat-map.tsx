/** The hall as a grid of seats: native scrolling, one tab stop, one event listener for all seats. */

import { t } from "@lingui/core/macro";
import { lazy, memo, type ReactNode, Suspense, useEffect, useRef } from "react";
import { useEdges } from "./edges/use-edges.ts";
import hallStyles from "./hall.module.css";
import {
  type Box,
  companionLink,
  firstTabStop,
  LABEL_ROOM,
  PITCH,
  type Plan,
  ROW_EDGE,
  type Row,
  rowLabelPositions,
  SEAT,
} from "./plan.ts";
import { Screen } from "./screen.tsx";
import styles from "./seat-map.module.css";
import type { SeatStore } from "./seat-store.ts";
import { SeatNode } from "./seats/seat-node.tsx";
import { useMapKeys } from "./use-map-keys.ts";
import { useZoom } from "./zoom/use-zoom.ts";
import { ZoomButtons } from "./zoom/zoom-buttons.tsx";

const SeatTip = lazy(() => import("./seats/seat-tip.tsx"));

type Props = {
  plan: Plan;
  store: SeatStore;
  currency: string;
  label: string;
  /** Read by screen readers after the keyboard instructions. Null: no seat can be chosen, so there are none. */
  hint: string | null;
  onToggle: (seatId: number) => void;
  /** Content above the map, next to the zoom buttons. Null: neither is shown. */
  tools: ReactNode;
  /** The seats that a shared link names: they are marked, and in view at first. */
  shared: ReadonlySet<number>;
};

export function SeatMap({ plan, store, currency, label, hint, onToggle, tools, shared }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { left, top, width, height } = plan.box;
  const zoom = useZoom(frame, plan, shared);
  const handlers = useMapKeys(plan, store, zoom, onToggle);
  useEdges(stage, frame, plan);

  useEffect(() => {
    const stop = store.tabStop;
    if (stop !== null && plan.seatsById.has(stop)) return;
    store.setTabStop(firstTabStop(plan, (id) => store.get(id) === "free"));
  }, [store, plan]);

  const scale = { "--columns": width / SEAT, "--lines": height / SEAT, "--label": LABEL_ROOM / width };
  return (
    <>
      {tools !== null && (
        <div className={hallStyles.tools}>
          {tools}
          <ZoomButtons zoom={zoom} />
        </div>
      )}
      {hint !== null && (
        <p id="how-to" className="visually-hidden">
          {t`Arrow keys move between seats, Space chooses.`} {hint}
        </p>
      )}
      <div className={`${hallStyles.map} ${styles.stage}`} ref={stage} style={scale as React.CSSProperties}>
        <div className={styles.frame} ref={frame}>
          <svg
            role="grid"
            className={styles.map}
            aria-label={label}
            aria-describedby={hint === null ? undefined : "how-to"}
            viewBox={`${left} ${top} ${width} ${height}`}
            {...handlers}
          >
            <Screen box={plan.box} />
            <Rows plan={plan} store={store} currency={currency} shared={shared} />
          </svg>
          <RowEdge plan={plan} />
        </div>
        <div className={styles.fade} />
        <p className={styles.toScreen} aria-hidden="true">
          ↑ {t`Screen`}
        </p>
        <Suspense>
          <SeatTip stage={stage} plan={plan} store={store} currency={currency} />
        </Suspense>
      </div>
    </>
  );
}

/** Memoised, so that messages about the selection do not render all seats again. */
const Rows = memo(function Rows({
  plan,
  store,
  currency,
  shared,
}: Pick<Props, "plan" | "store" | "currency" | "shared">) {
  return plan.rows.map((row) => (
    <g key={row.name} role="row" aria-label={t`Row ${row.name}`}>
      <RowLabels row={row} box={plan.box} />
      {row.seats.map((seat) => (
        <SeatNode
          key={seat.id}
          seat={seat}
          space={companionLink(seat, row)}
          store={store}
          currency={currency}
          shared={shared.has(seat.id)}
        />
      ))}
    </g>
  ));
});

function RowLabels({ row, box }: { row: Row; box: Box }) {
  return (
    <g aria-hidden="true" className={styles.rowName}>
      {rowLabelPositions(row, box).map(({ x, y }) => (
        <text key={x} x={x} y={y + 5}>
          {row.name}
        </text>
      ))}
    </g>
  );
}

/** The row names at the left edge of the frame. `followEdges` moves them along curved rows. */
const RowEdge = memo(function RowEdge({ plan: { rows, box } }: { plan: Plan }) {
  const viewBox = `0 ${box.top} ${LABEL_ROOM} ${box.height}`;
  return (
    <svg className={styles.rowEdge} viewBox={viewBox} aria-hidden="true">
      <rect y={box.top} width={ROW_EDGE} height={box.height} />
      {rows.map(({ name, y }) => (
        <g key={name} className={styles.rowName} transform={`translate(0 ${y})`}>
          {/* Overlaps the next one: along a curved row, the distance between two is not that of the rows. */}
          <path d={`M0${-PITCH * 0.6}H${LABEL_ROOM}V${PITCH * 0.6}H0`} />
          <text x={LABEL_ROOM * 0.4} y="5">
            {name}
          </text>
        </g>
      ))}
    </svg>
  );
});
