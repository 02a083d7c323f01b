import { lazy, Suspense, useEffect, useRef } from "react";
import type { HoldState } from "#api/hold.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import type { Message } from "../selection/message.ts";
import type { SeatSelection } from "../selection/use-seat-selection.ts";
import styles from "./hold-bar.module.css";

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

/** In a low window, the bar is below the map: a new message scrolls into view. */
function useInView(message: Message) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    message.onShow?.();
    const box = place.current?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight)) place.current?.scrollIntoView({ block: "nearest" });
  }, [message]);
  return place;
}

function MessageNotice({ message }: { message: Message }) {
  const { tone, text, actions } = message;
  const place = useInView(message);
  const buttons = actions.map(({ label, onClick }, index) => (
    <Button key={label} kind={index === 0 && actions.length > 1 ? "primary" : "plain"} onClick={onClick}>
      {label}
    </Button>
  ));
  return (
    <div ref={place}>
      <Notice tone={tone} actions={buttons}>
        {text}
      </Notice>
    </div>
  );
}
