import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useTakeAgain } from "#api/take-again.ts";
import type { HallLayout } from "#api/types.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import styles from "./finish.module.css";

type Props = { layout: HallLayout; seatIds: number[] };

/** The time ran out: it stands where the way to pay was, and gives the seats back in one tap. */
export function Released({ layout, seatIds }: Props) {
  const { id } = layout.show;
  const seats = layout.seats.filter((seat) => seatIds.includes(seat.id));
  const { busy, refusal, again } = useTakeAgain(id, seats, focusHeading);
  return (
    <div className={styles.finish} role="alert">
      <Notice
        tone="warn"
        actions={
          <>
            <Button kind="primary" busy={busy} onClick={again}>
              {refusal?.label || t`Try the same seats`}
            </Button>
            <ButtonLink href={`/show/${id}`}>{t`Choose again`}</ButtonLink>
          </>
        }
      >
        {refusal?.text ?? (
          <Trans>Your seats were released: the time ran out. What you typed is still here.</Trans>
        )}
      </Notice>
    </div>
  );
}
