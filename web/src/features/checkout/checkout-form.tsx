import { type FormEvent, useRef } from "react";
import { Link } from "wouter";
import type { Hold, HoldState } from "#api/hold.ts";
import type { HallLayout, Show } from "#api/types.ts";
import { formatMoney, smallestUnits } from "#lib/money.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./checkout-form.module.css";
import { CustomerFields } from "./customer-fields.tsx";
import { customerOf, useDraft } from "./draft.ts";
import { ExtendDialog } from "./extend-dialog.tsx";
import { linesOf, purchaseOf, totalOf } from "./lines.ts";
import { Lines } from "./lines-list.tsx";
import { PaymentField } from "./payment-field.tsx";
import { collectFrom, type PaymentMethod } from "./payment-method.ts";
import { Released } from "./released.tsx";
import { useBooking } from "./use-booking.ts";

/** A hold that there is or was: the checkout shows both, so that what was typed stays. */
export type Reached = Extract<HoldState, { kind: "held" } | { kind: "expired" }>;

type Props = { layout: HallLayout; reached: Reached };

/** One page: what is bought, where the tickets go, how it is paid, one button. */
export function CheckoutForm({ layout, reached }: Props) {
  const { show } = layout;
  const hold = reached.kind === "held" ? reached.hold : null;
  const [draft, change] = useDraft(show.id);
  const payment = useRef<PaymentMethod>(null);
  const booking = useBooking(hold);
  const lines = linesOf(layout, hold ? hold.seatIds : seatsLost(reached), draft);
  const total = totalOf(lines);
  const price = formatMoney(total, show.currency);
  const free = smallestUnits(total) === 0;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (hold === null || booking.busy) return;
    void booking.submit(async () => ({
      hold_token: hold.token,
      ...purchaseOf(lines),
      customer: customerOf(draft),
      ...(free ? {} : { payment: await collectFrom(payment.current) }),
    }));
  }

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <ShowSummary show={show} />
      <Lines
        lines={lines}
        layout={layout}
        onChoose={(seatId, typeId) => change({ ticketTypes: { ...draft.ticketTypes, [seatId]: typeId } })}
      />
      <p className={styles.total}>
        <span>Total, everything included</span>
        <strong>{price}</strong>
      </p>
      <CustomerFields draft={draft} change={change} />
      {!free && <PaymentField ref={payment} total={total} currency={show.currency} />}
      <div role="alert" className={styles.messages}>
        {booking.failure && hold && <Notice tone="danger">{booking.failure}</Notice>}
        {reached.kind === "expired" && <Released layout={layout} seatIds={reached.seatIds} />}
      </div>
      {hold && <Finish hold={hold} label={`${free ? "Book" : "Pay"} · ${price}`} busy={booking.busy} />}
    </form>
  );
}

const seatsLost = (reached: Reached) => (reached.kind === "expired" ? reached.seatIds : []);

function Finish({ hold, label, busy }: { hold: Hold; label: string; busy: boolean }) {
  return (
    <>
      <div className={styles.finish}>
        <p className={styles.clock}>
          Held for you: <Countdown deadline={hold.deadline} />
        </p>
        <Button kind="primary" type="submit" busy={busy}>
          {busy ? "One moment …" : label}
        </Button>
      </div>
      {!busy && <ExtendDialog hold={hold} />}
    </>
  );
}

function ShowSummary({ show }: { show: Show }) {
  const { movie, venue, hall } = show;
  return (
    <div className={styles.summary}>
      <h2>{movie.title}</h2>
      <p>
        <time dateTime={show.starts_at}>
          {longDate(show.starts_at, venue.timezone)},{" "}
          <strong>{clockTime(show.starts_at, venue.timezone)}</strong>
        </time>
      </p>
      <p>
        {hall.name}, {venue.name}
      </p>
      <Link href={`/show/${show.id}`}>Change seats</Link>
    </div>
  );
}
