import type { Order } from "#api/types.ts";
import { DOT } from "#lib/dot.ts";
import { formatMoney } from "#lib/money.ts";
import { seatNames } from "#lib/names.ts";
import { clockTime, dateText } from "#lib/time.ts";
import styles from "./ticket-page.module.css";

/** The seats of an order that has no tickets yet. */
export function seatsOf(order: Order) {
  return order.lines.flatMap(({ seat_id: id, row, number }) =>
    id === null || row === null || number === null ? [] : [{ id, row, number }],
  );
}

/** The show with its place, the seats and the total. */
export function OrderSummary({ order }: { order: Order }) {
  const { movie, hall, venue, starts_at } = order.show;
  return (
    <div className={styles.summary}>
      <p className={styles.film}>{movie.title}</p>
      <p>
        {dateText(starts_at, venue.timezone)}, {clockTime(starts_at, venue.timezone)}
      </p>
      <p>{hall.name + DOT + venue.name}</p>
      <p>
        {[seatNames(seatsOf(order)).join(", "), formatMoney(order.total, order.currency)]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}
