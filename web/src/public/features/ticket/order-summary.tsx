import type { Order } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import { seatNames } from "#lib/names.ts";
import { clockTime, longDate } from "#lib/time.ts";
import styles from "./ticket-page.module.css";

/** The seats that an order is about, before there are tickets. */
export function seatsOf(order: Order) {
  return order.lines.flatMap(({ seat_id: id, row, number }) =>
    id === null || row === null || number === null ? [] : [{ id, row, number }],
  );
}

/** What is being paid for, in two lines. */
export function OrderSummary({ order }: { order: Order }) {
  const { movie, venue, starts_at } = order.show;
  return (
    <div className={styles.summary}>
      <p>
        <strong>{movie.title}</strong>, {longDate(starts_at, venue.timezone)},{" "}
        {clockTime(starts_at, venue.timezone)}
      </p>
      <p>
        {seatNames(seatsOf(order)).join(", ")} · {formatMoney(order.total, order.currency)}
      </p>
    </div>
  );
}
