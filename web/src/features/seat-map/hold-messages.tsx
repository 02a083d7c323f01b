import { Plural } from "@lingui/react/macro";
import { Link } from "wouter";
import type { HoldState } from "#api/hold.ts";
import { useHoldActions } from "#api/hold.ts";
import type { Refusal } from "#api/refusal.ts";
import type { Show } from "#api/types.ts";
import { seatNames } from "#lib/names.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./dock.module.css";
import type { Plan } from "./plan.ts";
import type { Choice } from "./use-seat-choice.ts";

type Props = { show: Show; plan: Plan; hold: HoldState; choice: Choice };

/** What happened to the visitor's seats, above the bar; a live region that is there before anything is said. */
export function HoldMessages({ show, plan, hold, choice }: Props) {
  return (
    <div role="status" className={styles.messages}>
      {choice.refusal && <Refused choice={choice} refusal={choice.refusal} />}
      {!choice.refusal && hold.kind === "expired" && hold.showId === show.id && (
        <Released seatIds={hold.seatIds} plan={plan} choice={choice} />
      )}
      {hold.kind === "held" && hold.hold.showId !== show.id && <OtherShow count={hold.hold.seatIds.length} />}
    </div>
  );
}

function Refused({ choice, refusal }: { choice: Choice; refusal: Refusal }) {
  const instead = refusal.takeInstead.length > 0;
  return (
    <Notice
      tone="danger"
      actions={
        <>
          {instead && (
            <Button kind="primary" onClick={() => choice.takeInstead(refusal.takeInstead)}>
              {refusal.label}
            </Button>
          )}
          <Button onClick={choice.dismiss}>{instead ? "Choose again" : "OK"}</Button>
        </>
      }
    >
      {refusal.text}
    </Notice>
  );
}

function Released({ seatIds, plan, choice }: { seatIds: number[]; plan: Plan; choice: Choice }) {
  const { finish } = useHoldActions();
  const seats = seatIds.flatMap((id) => plan.seatsById.get(id) ?? []);

  function chooseAgain() {
    choice.dismiss();
    void finish();
  }

  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button kind="primary" onClick={() => choice.takeInstead(seatIds)}>
            Try the same seats
          </Button>
          <Button onClick={chooseAgain}>Choose again</Button>
        </>
      }
    >
      Your seats were released: the time for {seatNames(seats).join(", ")} ran out.
    </Notice>
  );
}

function OtherShow({ count }: { count: number }) {
  const { giveBack } = useHoldActions();
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Link href="/checkout">Go to them</Link>
          <Button onClick={() => giveBack("all")}>Give them back</Button>
        </>
      }
    >
      <Plural
        value={count}
        one="You hold # seat for another show."
        other="You hold # seats for another show."
      />
    </Notice>
  );
}
