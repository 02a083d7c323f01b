import { Trans } from "@lingui/react/macro";
import { useTakeAgain } from "#api/take-again.ts";
import type { HallLayout } from "#api/types.ts";
import { focusHeading } from "#ui/page-heading.tsx";
import { ReleasedNotice } from "#ui/released-notice.tsx";
import styles from "./finish.module.css";

type Props = { layout: HallLayout; seatIds: number[] };

/** The time ran out: it stands where the way to pay was, and gives the seats back in one tap. */
export function Released({ layout, seatIds }: Props) {
  const { id } = layout.show;
  const seats = layout.seats.filter((seat) => seatIds.includes(seat.id));
  const retaking = useTakeAgain(id, seats, focusHeading);
  return (
    <div className={styles.finish}>
      <ReleasedNotice showId={id} {...retaking}>
        <Trans>Your seats were released: the time ran out. What you typed is still here.</Trans>
      </ReleasedNotice>
    </div>
  );
}
