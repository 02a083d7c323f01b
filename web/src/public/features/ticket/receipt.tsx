import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import type { Order, Refund } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import styles from "./receipt.module.css";

/** The reference, the total, the receipt number and the refunds. */
export function Receipt({ order }: { order: Order }) {
  const { receipt } = order;
  const seller = [receipt?.seller_name, receipt?.seller_tax_number].filter(Boolean).join(" · ");
  return (
    <div className={styles.receipt}>
      <dl className={styles.facts}>
        <div>
          <dt>
            <Trans>Reference</Trans>
          </dt>
          <dd className={styles.reference}>{order.reference}</dd>
        </div>
        <div>
          <dt>
            <Plural value={order.tickets.length} one="# ticket" other="# tickets" />
          </dt>
          <dd>{formatMoney(order.total, order.currency)}</dd>
        </div>
      </dl>
      {receipt && (
        <p className={styles.seller}>
          <Trans>Receipt {receipt.number}</Trans> · {seller}
        </p>
      )}
      <Refunds refunds={order.refunds} currency={order.currency} />
    </div>
  );
}

function refundText({ status, settled_at }: Refund, amount: string): string {
  if (settled_at) return t`${amount} were given back to you in another way.`;
  switch (status) {
    case "QUEUED":
      return t`${amount} are on their way back to you.`;
    case "DONE":
      return t`${amount} were paid back to you.`;
    case "REFUSED":
      return t`${amount} could not be paid back yet. We are looking into it.`;
  }
}

function Refunds({ refunds, currency }: { refunds: Refund[]; currency: string }) {
  return (
    <div role="status">
      <ul>
        {refunds.map((refund, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: refunds have no name of their own, and none goes away
          <li key={index}>{refundText(refund, formatMoney(refund.amount, currency))}</li>
        ))}
      </ul>
    </div>
  );
}
