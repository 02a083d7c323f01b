import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import type { OrderRecord } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { formatMoney, isNothing } from "#lib/money.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { useOrderAction } from "./use-order-action.ts";

/** As much as fits beside the words that are added to it. */
const MAX_LENGTH = 200;

type Way = "cash" | "transfer" | "other";
type Props = { order: OrderRecord; open: boolean; close: () => void };

/** Records how the customer got the money, or how the order was put right. */
export function SettleDialog({ order, open, close }: Props) {
  return (
    <Dialog open={open} title={t`Record how it was solved`} actions={null} onClose={close}>
      {open && <SettleForm order={order} close={close} />}
    </Dialog>
  );
}

function howText(way: Way, detail: string): string {
  if (way === "cash") return t`Paid back in cash, receipt ${detail}`;
  return way === "transfer" ? t`Paid back by transfer, receipt ${detail}` : detail;
}

function SettleForm({ order, close }: Omit<Props, "open">) {
  const { actions, busy, error, act } = useOrderAction(order);
  const isOwed = order.attention.includes("refund-refused");
  const [way, setWay] = useState<Way>(isOwed ? "cash" : "other");
  const [detail, setDetail] = useState("");
  const [checked, setChecked] = useState(false);
  const sum = formatMoney(order.owed, order.currency);
  const isMissing = checked && detail.trim() === "";

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (detail.trim() === "") return;
    act(
      () => actions.settle(order.version, howText(way, detail.trim())),
      () => {
        close();
        announce(t`Recorded. The order needs no attention any more.`);
      },
    );
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      {isOwed && (
        <p>
          {t`Pay the customer first: ${sum}.`} {t`All refused refunds of the order then count as paid.`}
        </p>
      )}
      {!isNothing(order.under_way) && (
        <Notice tone="warn">{t`A refund is still under way: the provider may pay it. Wait for its result before you pay.`}</Notice>
      )}
      {isOwed && (
        <SelectField
          label={t`How was it paid?`}
          value={way}
          onChange={({ target }) => setWay(target.value as Way)}
        >
          <option value="cash">{t`In cash`}</option>
          <option value="transfer">{t`By transfer`}</option>
          <option value="other">{t`In another way`}</option>
        </SelectField>
      )}
      <Field
        key={way}
        label={way === "other" ? t`What was done` : t`Receipt number`}
        hint={t`Stays in the history of the order. Write no names.`}
        maxLength={MAX_LENGTH}
        autoComplete="off"
        required
        problem={
          isMissing ? (way === "other" ? t`Say what was done.` : t`Enter the number of the receipt.`) : null
        }
        value={detail}
        onChange={({ target }) => setDetail(target.value)}
      />
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Record`}</Button>
        <Button onClick={close}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
