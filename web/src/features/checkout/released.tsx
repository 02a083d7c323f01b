import { useState } from "react";
import { useHoldActions } from "#api/hold.ts";
import { type Refusal, refusalOf } from "#api/refusal.ts";
import type { HallLayout } from "#api/types.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { focusHeading } from "#ui/page-heading.tsx";

type Props = { layout: HallLayout; seatIds: number[] };

/** The time ran out: the same seats again in one tap, or what is nearest if somebody was quicker. */
export function Released({ layout, seatIds }: Props) {
  const { take } = useHoldActions();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const wanted = refusal?.takeInstead.length ? refusal.takeInstead : seatIds;
  const label = refusal?.label || "Try the same seats";

  async function again() {
    setBusy(true);
    try {
      await take(layout.show.id, wanted);
      focusHeading();
    } catch (error) {
      setRefusal(
        refusalOf(
          error,
          layout.seats.filter((seat) => wanted.includes(seat.id)),
        ),
      );
      setBusy(false);
    }
  }

  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button kind="primary" busy={busy} onClick={again}>
            {label}
          </Button>
          <ButtonLink href={`/show/${layout.show.id}`}>Choose again</ButtonLink>
        </>
      }
    >
      {refusal?.text ?? "Your seats were released: the time ran out. What you typed is still here."}
    </Notice>
  );
}
