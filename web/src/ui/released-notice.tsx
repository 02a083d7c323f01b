import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "./button.tsx";
import { Notice } from "./notice.tsx";

type Props = {
  showId: number;
  busy: boolean;
  /** Why the seats can't be had again, and what can be had instead; an empty label offers nothing else. */
  refusal: { text: string; label: string } | null;
  again: () => void;
  children: ReactNode;
};

/** Seats were let go: why, and the ways back to them. */
export function ReleasedNotice({ showId, busy, refusal, again, children }: Props) {
  const ways = (
    <>
      <Button kind="primary" busy={busy} onClick={again}>
        {refusal?.label || t`Try the same seats`}
      </Button>
      <ButtonLink href={`/show/${showId}`}>{t`Choose again`}</ButtonLink>
    </>
  );
  return (
    <div role="alert">
      <Notice tone="warn" actions={ways}>
        {refusal?.text ?? children}
      </Notice>
    </div>
  );
}
