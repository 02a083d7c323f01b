import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useConfig } from "#api/config.ts";
import type { Hold } from "#api/hold.ts";
import { isMoreTimeOffered, useMoreTime } from "#api/use-more-time.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { Button } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Notice } from "#ui/notice.tsx";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";
import styles from "./more-time.module.css";

type Props = {
  hold: Hold;
  paymentSection: RefObject<HTMLElement | null>;
  /** The time left. */
  clock: RefObject<HTMLElement | null>;
};

/**
 * Offers more time in the last minute. A dialog would take the focus out of the payment fields, so while one
 * of them has the focus, the offer is a notice. After "No, thanks" it is a button until the deadline.
 */
export function MoreTime({ hold, paymentSection, clock }: Props) {
  const [presentation, setPresentation] = useState<"dialog" | "inline" | null>(null);
  const [dismissedFor, setDismissedFor] = useState<number | null>(null);
  const seconds = useSecondsLeft(hold.deadline);
  const isOffered = isMoreTimeOffered(hold, seconds);
  const isDismissed = dismissedFor === hold.deadline;
  const isButton = isOffered && isDismissed;
  const due = isOffered && !isDismissed;

  useEffect(() => {
    if (!due) return setPresentation(null);
    setPresentation(paymentSection.current?.contains(document.activeElement) ? "inline" : "dialog");
  }, [due, paymentSection]);

  useFocusWhenGone(clock, isButton ? "button" : presentation);

  const offer = { hold, dismiss: () => setDismissedFor(hold.deadline) };
  return (
    <>
      <MoreTimeDialog open={presentation === "dialog"} {...offer} />
      <div role="status" className={styles.inline}>
        {presentation === "inline" && <MoreTimeNotice dismiss={offer.dismiss} />}
      </div>
      {isButton && <MoreTimeButton />}
    </>
  );
}

/** Moves the focus to `target` when an offer goes away with the focus. */
function useFocusWhenGone(target: RefObject<HTMLElement | null>, offer: string | null): void {
  const last = useRef(offer);
  useEffect(() => {
    const isGone = last.current !== null && last.current !== offer;
    last.current = offer;
    if (isGone && document.activeElement === document.body) target.current?.focus({ preventScroll: true });
  }, [offer, target]);
}

/** "Hold them for another 5 minutes" */
function ExtendLabel() {
  const config = useConfig();
  if (!config) return <Trans>More time</Trans>;
  const time = countdownInWords(config.hold_seconds);
  return <Trans>Hold them for another {time}</Trans>;
}

/** What is left of a dismissed offer. */
function MoreTimeButton() {
  const { busy, failure, extendHold } = useMoreTime();
  return (
    <>
      {failure && <p role="alert">{failure}</p>}
      <Button busy={busy} onClick={extendHold}>
        <ExtendLabel />
      </Button>
    </>
  );
}

type Offer = { hold: Hold; dismiss: () => void };

function MoreTimeDialog({ open, hold, dismiss }: Offer & { open: boolean }) {
  const { failure, extendHold } = useMoreTime();
  return (
    <Dialog
      open={open}
      title={t`Need more time?`}
      onClose={() => open && dismiss()}
      actions={
        <>
          <Button kind="primary" onClick={extendHold}>
            <ExtendLabel />
          </Button>
          <Button onClick={dismiss}>
            <Trans>No, thanks</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Your seats are held for another <Countdown deadline={hold.deadline} />.
        </Trans>
      </p>
      {failure && <p role="alert">{failure}</p>}
    </Dialog>
  );
}

function MoreTimeNotice({ dismiss }: Pick<Offer, "dismiss">) {
  const { failure, extendHold } = useMoreTime();
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button onClick={extendHold}>
            <ExtendLabel />
          </Button>
          <Button kind="quiet" onClick={dismiss}>
            <Trans>No, thanks</Trans>
          </Button>
        </>
      }
    >
      {failure ?? <Trans>Your seats are held for less than a minute. Need more time?</Trans>}
    </Notice>
  );
}
