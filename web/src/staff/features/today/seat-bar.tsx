import { t } from "@lingui/core/macro";
import type { ShowToday } from "#api/staff/types.ts";
import styles from "./today.module.css";

const share = (seats: number, capacity: number): string =>
  `${capacity === 0 ? 0 : Math.min(100, (100 * seats) / capacity)}%`;

/** Sold and held seats as a bar, and in words. */
export function SeatBar({ show: { sold, held, capacity } }: { show: ShowToday }) {
  return (
    <span className={styles.seats}>
      <span className={styles.bar} aria-hidden="true">
        <span data-kind="sold" style={{ inlineSize: share(sold, capacity) }} />
        <span data-kind="held" style={{ inlineSize: share(held, capacity) }} />
      </span>
      <small>
        {t`${sold} of ${capacity} sold`}
        {held > 0 && ` · ${t`${held} held`}`}
      </small>
    </span>
  );
}
