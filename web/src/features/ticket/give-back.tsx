import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { giveTicketsBack } from "#api/orders.ts";
import { problemText } from "#api/problem.ts";
import type { Order, OrderTicket } from "#api/types.ts";
import { formatMoney, sumMoney } from "#lib/money.ts";
import { listed, seatName, seatNames } from "#lib/names.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { announce } from "#ui/announcer.tsx";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import styles from "./give-back.module.css";

type Props = { order: Order; tickets: OrderTicket[] };

/** The way back, as long as the cinema's terms allow it. */
export function GiveBack({ order, tickets }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const until = order.refundable_until;
  if (until === null || Date.parse(until) <= Date.now()) return null;
  const zone = order.show.venue.timezone;
  return (
    <section className={styles.offer}>
      <Button onClick={() => dialog.current?.showModal()}>Give tickets back</Button>
      <p>
        Free of charge until {longDate(until, zone)}, {clockTime(until, zone)}.
      </p>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby="give-back-title">
        <Choice order={order} tickets={tickets} close={() => dialog.current?.close()} />
      </dialog>
    </section>
  );
}

function useGivingBack(secret: string, done: (seats: string) => void) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function giveBack(tickets: OrderTicket[]) {
    const ids = tickets.map((ticket) => ticket.seat_id);
    setBusy(true);
    setFailure(null);
    await giveTicketsBack(cache, secret, ids).then(
      () => done(listed(seatNames(tickets))),
      (error) => setFailure(problemText(error)),
    );
    setBusy(false);
  }

  return { busy, failure, giveBack };
}

function Choice({ order, tickets, close }: Props & { close: () => void }) {
  const [kept, setKept] = useState<readonly number[]>([]);
  const chosen = tickets.filter((ticket) => !kept.includes(ticket.id));
  const { busy, failure, giveBack } = useGivingBack(order.secret, (seats) => {
    close();
    focusHeading();
    announce(`${seats} given back.`);
  });
  const sum = formatMoney(sumMoney(chosen.map((ticket) => ticket.price)), order.currency);

  const toggle = (id: number) =>
    setKept((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]));

  return (
    <>
      <h2 id="give-back-title">Give tickets back?</h2>
      <p>The seats go to others at once. You get your money back the way you paid.</p>
      <ul className={styles.choice}>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <label>
              <input type="checkbox" checked={!kept.includes(ticket.id)} onChange={() => toggle(ticket.id)} />
              {seatName(ticket)} · {formatMoney(ticket.price, order.currency)}
            </label>
          </li>
        ))}
      </ul>
      {failure && <p role="alert">{failure}</p>}
      <div className={styles.ways}>
        <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => giveBack(chosen)}>
          {chosen.length === 0 ? "Choose a ticket" : `Give back · ${sum}`}
        </Button>
        <Button onClick={close}>Keep them</Button>
      </div>
    </>
  );
}
