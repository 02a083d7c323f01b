import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "./button.tsx";
import { Notice } from "./notice.tsx";

type Props = {
  showId: number;
  busy: boolean;
  /**
   * Why the seats can't be held again, and the label of an alternative. An empty label offers no alternative.
   */
  failure: { text: string; label: string } | null;
  holdAgain: () => void;
  children: ReactNode;
};

/** Reports that the seats were released, and offers to hold them again or to choose others. */
export function ReleasedNotice({ showId, busy, failure, holdAgain, children }: Props) {
  const actions = (
    <>
      <Button kind="primary" busy={busy} onClick={holdAgain}>
        {failure?.label || t`Try the same seats`}
      </Button>
      <ButtonLink href={`/show/${showId}`}>{t`Choose again`}</ButtonLink>
    </>
  );
  return (
    <div role="alert">
      <Notice tone="warn" actions={actions}>
        {failure?.text ?? children}
      </Notice>
    </div>
  );
}
