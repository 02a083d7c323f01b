import { lazy, Suspense } from "react";
import type { HoldState } from "#api/hold.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import type { Message } from "../selection/message.ts";
import type { SeatSelection } from "../selection/use-seat-selection.ts";
import styles from "./hold-bar.module.css";

const HoldStatus = lazy(() => import("./hold-status.tsx"));

type Props = {
  showId: number;
  plan: Plan;
  store: SeatStore;
  hold: HoldState;
  mine: PlacedSeat[];
  choice: SeatSelection;
};

/**
 * What happened to the visitor's seats, above the bar; a live region that is there before anything is said.
 * One message at a time, so that the map keeps its room.
 */
export function HoldMessages(props: Props) {
  const { message } = props.choice;
  const { kind } = props.hold;
  return (
    <div role="status" className={styles.messages}>
      {message && <Said message={message} />}
      {!message && (kind === "expired" || kind === "held") && (
        <Suspense>
          <HoldStatus {...props} />
        </Suspense>
      )}
    </div>
  );
}

function Said({ message: { tone, text, ways } }: { message: Message }) {
  const buttons = ways.map(({ label, act }, index) => (
    <Button key={label} kind={index === 0 && ways.length > 1 ? "primary" : "plain"} onClick={act}>
      {label}
    </Button>
  ));
  return (
    <Notice tone={tone} actions={buttons}>
      {text}
    </Notice>
  );
}
