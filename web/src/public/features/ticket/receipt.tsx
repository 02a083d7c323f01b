import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import type { Order, OrderTicket, Refund } from "#api/types.ts";
import { groupBy } from "#lib/group-by.ts";
import { formatMoney, sumMoney } from "#lib/money.ts";
import styles from "./receipt.module.css";

/** The reference, the sums of the valid and of the cancelled tickets, the receipt number and the refunds. */
export function Receipt({ order }: { order: Order }) {
  const { receipt } = order;
  const valid = order.tickets.filter((ticket) => ticket.status === "VALID");
  const cancelled = order.tickets.filter((ticket) => ticket.status !== "VALID");
  const isPaidBack = ({ status, settled_at }: Refund) => status !== "REFUSED" || Boolean(settled_at);
  const wasRefunded = order.refunds.length > 0 && order.refunds.every(isPaidBack);
  const sumOf = (tickets: readonly OrderTicket[]) =>
    formatMoney(sumMoney(tickets.map((ticket) => ticket.price)), order.currency);
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
        {valid.length > 0 && (
          <div>
            <dt>
              <Plural value={valid.length} one="# ticket" other="# tickets" />
            </dt>
            <dd>{sumOf(valid)}</dd>
          </div>
        )}
        {cancelled.length > 0 && (
          <div>
            <dt>
              {wasRefunded ? (
                <Trans>
                  {cancelled.length} of {order.tickets.length} tickets refunded
                </Trans>
              ) : (
                <Trans>
                  {cancelled.length} of {order.tickets.length} tickets cancelled
                </Trans>
              )}
            </dt>
            <dd>{sumOf(cancelled)}</dd>
          </div>
        )}
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
  if (settled_at) return t`${amount} was paid back to you another way.`;
  switch (status) {
    case "QUEUED":
      return t`${amount} is on its way back to you.`;
    case "DONE":
      return t`${amount} was paid back to you.`;
    case "REFUSED":
      return t`${amount} could not be paid back yet. We are looking into it.`;
  }
}

const outcomeOf = ({ status, settled_at }: Refund): string => (settled_at ? "settled" : status);

/** What became of the refunds: one sentence per outcome, with its sum. */
export function Refunds({ refunds, currency }: { refunds: Refund[]; currency: string }) {
  return (
    <div role="status">
      <ul>
        {[...groupBy(refunds, outcomeOf)].map(([outcome, alike]) => (
          <li key={outcome}>
            {refundText(
              alike[0] as Refund,
              formatMoney(sumMoney(alike.map(({ amount }) => amount)), currency),
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
