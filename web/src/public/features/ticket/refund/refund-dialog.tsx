import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refundTickets } from "#api/orders.ts";
import { Problem, problemText } from "#api/problem.ts";
import type { Order, OrderTicket } from "#api/types.ts";
import { announce } from "#lib/announcements.ts";
import { formatMoney, sumMoney } from "#lib/money.ts";
import { formatList, seatName, seatNames } from "#lib/names.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import styles from "./refund.module.css";

function failureText(error: unknown): string {
  return error instanceof Problem && error.code === "not-refundable"
    ? t`These tickets can no longer be cancelled here. Ask at the box office.`
    : problemText(error);
}

function useRefund(secret: string, done: (seats: string) => void) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function refund(tickets: OrderTicket[]) {
    const ids = tickets.map((ticket) => ticket.seat_id);
    setBusy(true);
    setFailure(null);
    await refundTickets(cache, secret, ids).then(
      () => done(formatList(seatNames(tickets))),
      (error) => setFailure(failureText(error)),
    );
    setBusy(false);
  }

  return { busy, failure, refund };
}

type Props = { order: Order; tickets: OrderTicket[]; open: boolean; close: () => void };

/** Selects the tickets to refund and asks for confirmation. */
export function RefundDialog({ order, tickets, open, close }: Props) {
  const [excluded, setExcluded] = useState<readonly number[]>([]);
  const chosen = tickets.filter((ticket) => !excluded.includes(ticket.id));
  const { busy, failure, refund } = useRefund(order.secret, (seats) => {
    close();
    setExcluded([]);
    focusHeading();
    announce(t`${seats} cancelled. Your money is on its way.`);
  });
  const sum = formatMoney(sumMoney(chosen.map((ticket) => ticket.price)), order.currency);
  const none = chosen.length === 0;

  const toggle = (id: number) =>
    setExcluded((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]));

  return (
    <Dialog
      open={open}
      title={t`Cancel and refund?`}
      onClose={close}
      actions={
        <>
          <Button kind="primary" busy={busy} disabled={none} onClick={() => refund(chosen)}>
            {none ? t`Choose a ticket` : t`Cancel and refund · ${sum}`}
          </Button>
          <Button onClick={close}>
            <Trans>Keep them</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          The seats go back on sale at once. You get your money back the way you paid, usually within a few
          days.
        </Trans>
      </p>
      <ul className={styles.choice}>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <label>
              <input
                type="checkbox"
                checked={!excluded.includes(ticket.id)}
                onChange={() => toggle(ticket.id)}
              />
              {seatName(ticket)} · {formatMoney(ticket.price, order.currency)}
            </label>
          </li>
        ))}
      </ul>
      {failure && <p role="alert">{failure}</p>}
    </Dialog>
  );
}
