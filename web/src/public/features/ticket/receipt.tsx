import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Order, OrderTicket, Refund } from "#api/types.ts";
import { groupBy } from "#lib/group-by.ts";
import { addMoney, formatMoney, isNothing, sumMoney } from "#lib/money.ts";
import styles from "./receipt.module.css";

/** The reference, what was paid, refunded and remains, the receipt number and the refunds. */
export function Receipt({ order }: { order: Order }) {
  const { receipt } = order;
  const number = receipt?.seller_tax_number.replaceAll(" ", "\u00a0");
  const seller = [receipt?.seller_name, number].filter(Boolean).join(" · ");
  return (
    <div className={styles.receipt}>
      <dl className={styles.facts}>
        <div>
          <dt>
            <Trans>Reference</Trans>
          </dt>
          <dd className={styles.reference}>{order.reference}</dd>
        </div>
        <Sums order={order} />
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

/** The sum of the tickets; after a cancellation also that of the cancelled ones, and what remains. */
function Sums({ order }: { order: Order }) {
  const { tickets, refunds } = order;
  const cancelled = tickets.filter((ticket) => ticket.status !== "VALID");
  const isPaidBack = ({ status, settled_at }: Refund) => status !== "REFUSED" || Boolean(settled_at);
  const wasRefunded = refunds.length > 0 && refunds.every(isPaidBack);
  const [paid, back] = [sumOf(tickets), sumOf(cancelled)];
  const inWords = (sum: string) => formatMoney(sum, order.currency);
  if (cancelled.length === 0) {
    return (
      <Sum amount={inWords(paid)}>
        <Plural value={tickets.length} one="# ticket" other="# tickets" />
      </Sum>
    );
  }
  return (
    <>
      <Sum amount={inWords(paid)}>
        <Plural value={tickets.length} one="Paid for # ticket" other="Paid for # tickets" />
      </Sum>
      <Sum amount={inWords(wasRefunded ? negated(back) : back)}>
        {wasRefunded ? (
          <Trans>
            {cancelled.length} of {tickets.length} tickets refunded
          </Trans>
        ) : (
          <Trans>
            {cancelled.length} of {tickets.length} tickets cancelled
          </Trans>
        )}
      </Sum>
      {wasRefunded && (
        <Sum amount={inWords(addMoney(paid, negated(back)))} className={styles.rest}>
          <Trans>Remaining</Trans>
        </Sum>
      )}
    </>
  );
}

type SumProps = { amount: string; className?: string | undefined; children: ReactNode };

function Sum({ amount, className, children }: SumProps) {
  return (
    <div className={className}>
      <dt>{children}</dt>
      <dd>{amount}</dd>
    </div>
  );
}

const sumOf = (tickets: readonly OrderTicket[]): string => sumMoney(tickets.map((ticket) => ticket.price));

const negated = (amount: string): string => (isNothing(amount) ? amount : `-${amount}`);

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
