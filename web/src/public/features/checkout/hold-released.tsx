import { Trans } from "@lingui/react/macro";
import type { HallLayout } from "#api/types.ts";
import { useHoldAgain } from "#api/use-hold-again.ts";
import { focusHeading } from "#ui/page-heading.tsx";
import { ReleasedNotice } from "#ui/released-notice.tsx";
import styles from "./pay-bar.module.css";

type Props = { layout: HallLayout; seatIds: number[] };

/** Replaces the pay bar after the hold has expired. One tap holds the same seats again. */
export function Released({ layout, seatIds }: Props) {
  const { id } = layout.show;
  const seats = layout.seats.filter((seat) => seatIds.includes(seat.id));
  const holdAgain = useHoldAgain(id, seats, focusHeading);
  return (
    <div className={styles.finish}>
      <ReleasedNotice showId={id} {...holdAgain}>
        <Trans>Your seats were released: the time ran out. What you typed is still here.</Trans>
      </ReleasedNotice>
    </div>
  );
}
