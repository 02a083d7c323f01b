import { t } from "@lingui/core/macro";
import { useState } from "react";
import { staffProblemText } from "#api/staff/problem.ts";
import type { OrderRecord } from "#api/staff/types.ts";
import { Button } from "#ui/button.tsx";
import styles from "./order-page.module.css";
import { saveFile } from "./print.ts";
import { mayRefund, RefundDialog } from "./refund-dialog.tsx";
import { sendingText } from "./texts.ts";
import { useOrderAction } from "./use-order-action.ts";

type Said = {
  text: string;
  /** How many actions of staff the order had then. */
  actions: number;
};

const actionsOf = ({ events }: OrderRecord): number =>
  events.filter(({ actor }) => actor.startsWith("staff:")).length;

/** What the role and the state of the order permit: send again, print again, refund. */
export function OrderActions({ order }: { order: OrderRecord }) {
  const { actions, busy, error, act, clear } = useOrderAction(order);
  const [refunding, setRefunding] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const { can, reference, customer } = order;
  const email = customer?.email ?? "";

  function resend() {
    setSaid(null);
    act(actions.resend, (changed) => {
      setSaid({ text: sendingText(changed, email), actions: actionsOf(changed) });
    });
  }

  function print() {
    setSaid(null);
    act(
      () => actions.print(),
      ({ file, order: printed = order }) => {
        saveFile(file, reference);
        setSaid({ text: t`The copy is in your downloads.`, actions: actionsOf(printed) });
      },
    );
  }

  function startRefund() {
    setSaid(null);
    clear();
    setRefunding(true);
  }

  // Another action on this page ends the message.
  const text = said?.actions === actionsOf(order) ? said.text : "";
  return (
    <>
      {can.resend && <Button busy={busy} onClick={resend}>{t`Send again`}</Button>}
      {can.print && <Button busy={busy} onClick={print}>{t`Print again`}</Button>}
      {mayRefund(order) && <Button onClick={startRefund}>{t`Refund …`}</Button>}
      <p className={`${styles.said} ${styles.saidBelow}`} role="status">
        {error === null ? text : staffProblemText(error)}
      </p>
      <RefundDialog order={order} open={refunding} close={() => setRefunding(false)} />
    </>
  );
}
