import type { FormEvent } from "react";
import { Link } from "wouter";
import type { Hold, HoldState } from "#api/hold.ts";
import type { HallLayout, Show } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./checkout-form.module.css";
import { useDraft } from "./draft.ts";
import { ExtendDialog } from "./extend-dialog.tsx";
import { linesOf, purchaseOf, totalOf } from "./lines.ts";
import { Lines } from "./lines-list.tsx";
import { Released } from "./released.tsx";
import { useBooking } from "./use-booking.ts";

/** A hold that there is or was: the checkout shows both, so that what was typed stays. */
export type Reached = Extract<HoldState, { kind: "held" } | { kind: "expired" }>;

type Props = { layout: HallLayout; reached: Reached };

/** One page: what is bought, where the tickets go, one button. */
export function CheckoutForm({ layout, reached }: Props) {
  const { show } = layout;
  const hold = reached.kind === "held" ? reached.hold : null;
  const [draft, change] = useDraft(show.id);
  const booking = useBooking(show, hold);
  const seatIds = hold ? hold.seatIds : reached.kind === "expired" ? reached.seatIds : [];
  const lines = linesOf(layout, seatIds, draft);
  const total = formatMoney(totalOf(lines), show.currency);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (hold === null || booking.busy) return;
    const email = draft.email.trim();
    const customer = email === "" ? {} : { customer: { email } };
    void booking.submit({ hold_token: hold.token, ...purchaseOf(lines), ...customer });
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
        <strong>{total}</strong>
      </p>
      <EmailField value={draft.email} onChange={(email) => change({ email })} />
      <div role="alert" className={styles.messages}>
        {booking.failure && hold && <Notice tone="danger">{booking.failure}</Notice>}
        {reached.kind === "expired" && <Released layout={layout} seatIds={reached.seatIds} />}
      </div>
      {hold && <Finish hold={hold} total={total} busy={booking.busy} />}
    </form>
  );
}

type EmailProps = { value: string; onChange: (value: string) => void };

function EmailField({ value, onChange }: EmailProps) {
  return (
    <label className={styles.field}>
      <span>
        E-mail <small>(optional)</small>
      </span>
      <input
        type="email"
        autoComplete="email"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby="email-why"
      />
      <small id="email-why">So that we can send your tickets. They appear on the next page too.</small>
    </label>
  );
}

function Finish({ hold, total, busy }: { hold: Hold; total: string; busy: boolean }) {
  return (
    <>
      <div className={styles.finish}>
        <p className={styles.clock}>
          Held for you: <Countdown deadline={hold.deadline} />
        </p>
        <Button kind="primary" type="submit" busy={busy}>
          {busy ? "Booking …" : `Book · ${total}`}
        </Button>
      </div>
      <ExtendDialog hold={hold} />
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
