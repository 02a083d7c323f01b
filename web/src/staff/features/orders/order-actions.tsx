import { t } from "@lingui/core/macro";
import { useState } from "react";
import { staffProblemText } from "#api/staff/problem.ts";
import type { OrderRecord } from "#api/staff/types.ts";
import { Button } from "#ui/button.tsx";
import styles from "./order-page.module.css";
import { saveFile } from "./print.ts";
import { mayRefund, RefundDialog } from "./refund-dialog.tsx";
import { useOrderAction } from "./use-order-action.ts";

/** What the role and the state of the order permit: send again, print again, refund. */
export function OrderActions({ order }: { order: OrderRecord }) {
  const { actions, busy, error, act } = useOrderAction(order);
  const [refunding, setRefunding] = useState(false);
  const [said, setSaid] = useState("");
  const { reference, customer, can } = order;
  const email = customer?.email ?? "";

  function resend() {
    setSaid("");
    act(actions.resend, () => setSaid(t`The tickets are sent to ${email}.`));
  }

  function print() {
    setSaid("");
    act(
      () => actions.print(),
      (file) => {
        saveFile(file, reference);
        setSaid(t`The copy is in your downloads.`);
      },
    );
  }

  return (
    <>
      {can.resend && <Button busy={busy} onClick={resend}>{t`Send again`}</Button>}
      {can.print && <Button busy={busy} onClick={print}>{t`Print again`}</Button>}
      {mayRefund(order) && <Button onClick={() => setRefunding(true)}>{t`Refund …`}</Button>}
      <p className={styles.said} role="status">
        {error === null ? said : staffProblemText(error)}
      </p>
      <RefundDialog order={order} open={refunding} close={() => setRefunding(false)} />
    </>
  );
}
