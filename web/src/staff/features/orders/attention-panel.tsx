import { t } from "@lingui/core/macro";
import { useState } from "react";
import { staffProblemText } from "#api/staff/problem.ts";
import type { OrderRecord, ReasonForAttention } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { formatMoney, isNothing } from "#lib/money.ts";
import { Button } from "#ui/button.tsx";
import styles from "./order-page.module.css";
import { SettleDialog } from "./settle-dialog.tsx";
import { useOrderAction } from "./use-order-action.ts";

/** Why the order needs attention, what to do, and the buttons for it. */
export function AttentionPanel({ order }: { order: OrderRecord }) {
  const { actions, busy, error, act } = useOrderAction(order);
  const [settling, setSettling] = useState(false);
  const { attention, can, owed, currency } = order;
  const sum = formatMoney(owed, currency);
  const retry = () =>
    act(
      () => actions.retry(order.version),
      () => announce(t`The refund is tried again. This page shows whether it worked.`),
    );
  const waits = can.settle && !can.retry && attention.includes("refund-refused");
  return (
    <section className={styles.attention} aria-label={t`Needs attention`}>
      <h2>{isNothing(owed) ? t`Needs attention` : t`Needs attention: ${sum} owed to the customer`}</h2>
      {attention.length === 0 && (
        <p>{t`The history does not say why. Compare tickets and money below. If both are right, record that you have checked it.`}</p>
      )}
      {attention.map((reason) => (
        <p key={reason}>{whatToDo(reason, order)}</p>
      ))}
      {!can.settle && <p>{t`A manager or an owner of the cinema can settle this.`}</p>}
      {waits && <p>{t`It can be tried again two minutes after the refusal.`}</p>}
      <div role="alert">{error !== null && <p>{staffProblemText(error)}</p>}</div>
      {can.settle && (
        <div className="actions">
          {can.retry && <Button kind="primary" busy={busy} onClick={retry}>{t`Try the refund again`}</Button>}
          <Button kind={can.retry ? "plain" : "primary"} onClick={() => setSettling(true)}>
            {attention.includes("refund-refused") ? t`Paid in another way …` : t`Record how it was solved …`}
          </Button>
        </div>
      )}
      <SettleDialog order={order} open={settling} close={() => setSettling(false)} />
    </section>
  );
}

/** The last message of the provider about a refund that is still owed. */
const lastMessage = ({ refunds }: OrderRecord): string =>
  [...refunds].reverse().find(({ status, settled_at }) => status === "REFUSED" && !settled_at)?.message ?? "";

function whatToDo(reason: ReasonForAttention, order: OrderRecord): string {
  if (reason === "refund-refused") {
    const message = lastMessage(order);
    return message
      ? t`The payment provider refused to pay the money back: “${message}” Try it again, or pay the customer in cash or by transfer and record it here.`
      : t`The payment provider refused to pay the money back. Try it again, or pay the customer in cash or by transfer and record it here.`;
  }
  return reason === "capture-failed"
    ? t`The bank had approved the payment, but the money could not be taken. The tickets are void. Under Emails you see whether the customer was told. If the customer still wants to come, sell the seats again. Then record here how it was solved.`
    : t`The site could not complete a step of this order, and tries it again every minute. Compare tickets and money below. If both are right, record that you have checked it.`;
}
