import { lazy, Suspense, useEffect } from "react";
import type { HoldState } from "#api/hold.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import type { Message } from "../selection/message.ts";
import type { SeatSelection } from "../selection/use-seat-selection.ts";
import styles from "./hold-bar.module.css";
import { showBar } from "./show-bar.ts";

const HoldStatus = lazy(() => import("./hold-status.tsx"));

export type HoldMessageProps = {
  showId: number;
  plan: Plan;
  store: SeatStore;
  hold: HoldState;
  mine: PlacedSeat[];
  selection: SeatSelection;
};

/**
 * Messages about the visitor's seats, above the bar. The live region exists before its first message. It
 * shows one message at a time, so that the map keeps its height.
 */
export function HoldMessages(props: HoldMessageProps) {
  const { message } = props.selection;
  const { kind } = props.hold;
  return (
    <div role="status" className={styles.messages}>
      {message && <MessageNotice message={message} />}
      {!message && (kind === "expired" || kind === "held") && (
        <Suspense>
          <HoldStatus {...props} />
        </Suspense>
      )}
    </div>
  );
}

function MessageNotice({ message }: { message: Message }) {
  const { tone, text, actions } = message;
  useEffect(() => {
    message.onShow?.();
    showBar();
  }, [message]);
  const buttons = actions.map(({ label, onClick }, index) => (
    <Button key={label} kind={index === 0 && actions.length > 1 ? "primary" : "plain"} onClick={onClick}>
      {label}
    </Button>
  ));
  return (
    <Notice tone={tone} actions={buttons}>
      {text}
    </Notice>
  );
}
