import { t } from "@lingui/core/macro";
import type { OrderPayment, OrderRecord, OrderRefund } from "#api/staff/types.ts";
import { formatMoney, isNothing } from "#lib/money.ts";
import { momentAt } from "#staff/team/times.ts";
import { Badge, type Tone } from "#staff/ui/badge.tsx";
import { Table } from "#staff/ui/table.tsx";
import styles from "./orders.module.css";
import { cardText, providerName, reasonText, refundState } from "./texts.ts";

/** Sums first; then each payment and each refund. The server adds up. */
export function Money({ order }: { order: OrderRecord }) {
  const { currency, captured, paid_back, under_way, owed, payments, refunds } = order;
  const sums = [
    [t`Taken`, captured, false],
    [t`Paid back`, paid_back, false],
    [t`Under way to the customer`, under_way, isNothing(under_way)],
    [t`Owed to the customer`, owed, isNothing(owed)],
  ] as const;
  return (
    <>
      <dl className={styles.sums}>
        {sums.map(([name, amount, isHidden]) => (
          <div key={name} hidden={isHidden}>
            <dt>{name}</dt>
            <dd>{formatMoney(amount, currency)}</dd>
          </div>
        ))}
      </dl>
      {payments.length === 0 && <p>{t`Nothing had to be paid.`}</p>}
      {payments.length > 0 && <Payments order={order} />}
      {refunds.length > 0 && <Refunds order={order} />}
    </>
  );
}

function paymentState({ status }: OrderPayment): { text: string; tone: Tone } {
  if (status === "SETTLED") return { text: t`Taken`, tone: "good" };
  if (status === "AUTHORISED") return { text: t`Approved`, tone: "plain" };
  if (status === "DECLINED") return { text: t`Declined`, tone: "quiet" };
  if (status === "CANCELLED") return { text: t`Cancelled`, tone: "quiet" };
  return { text: t`Not decided`, tone: "plain" };
}

function Method({ payment: { provider, card_last4 } }: { payment: OrderPayment }) {
  return (
    <>
      {providerName(provider)}
      {card_last4 !== "" && (
        <>
          <br />
          <span className={styles.muted}>{cardText(card_last4)}</span>
        </>
      )}
    </>
  );
}

function Payments({ order: { payments, currency, show } }: { order: OrderRecord }) {
  return (
    <Table<OrderPayment>
      caption={t`Payments`}
      rows={payments}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Payment`, cell: (payment) => <Method payment={payment} /> },
        {
          head: t`Status`,
          cell: (payment) => {
            const { text, tone } = paymentState(payment);
            return <Badge tone={tone}>{text}</Badge>;
          },
        },
        { head: t`When`, cell: ({ created_at }) => momentAt(created_at, show.venue.timezone) },
        {
          head: t`Number at the provider`,
          cell: ({ reference }) => <span className={styles.code}>{reference}</span>,
        },
        {
          head: t`Amount`,
          end: true,
          cell: ({ amount }) => <span className={styles.amount}>{formatMoney(amount, currency)}</span>,
        },
      ]}
    />
  );
}

function Refunds({ order: { refunds, currency, show } }: { order: OrderRecord }) {
  return (
    <Table<OrderRefund>
      caption={t`Refunds`}
      rows={refunds}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Refund`, cell: ({ reason }) => reasonText(reason) || t`Refund` },
        {
          head: t`Status`,
          cell: (refund) => {
            const { text, tone } = refundState(refund);
            return <Badge tone={tone}>{text}</Badge>;
          },
        },
        {
          head: t`When`,
          cell: ({ settled_at, done_at, created_at }) =>
            momentAt(settled_at ?? done_at ?? created_at, show.venue.timezone),
        },
        { head: t`Note`, cell: ({ settled_how, message }) => settled_how || message },
        {
          head: t`Amount`,
          end: true,
          cell: ({ amount }) => <span className={styles.amount}>{formatMoney(amount, currency)}</span>,
        },
      ]}
    />
  );
}
