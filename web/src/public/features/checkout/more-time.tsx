import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type RefObject, useEffect, useState } from "react";
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

type Props = { hold: Hold; paymentPlace: RefObject<HTMLElement | null> };

/**
 * With a minute left: more time, in one tap. It asks in a dialog, but never while the focus is among
 * the payment's fields, which it would take from under the visitor's fingers; there it asks in place.
 * "No, thanks" is an answer too, and is not asked again.
 */
export function MoreTime({ hold, paymentPlace }: Props) {
  const [way, setWay] = useState<"dialog" | "inline" | null>(null);
  const [answered, setAnswered] = useState<number | null>(null);
  const seconds = useSecondsLeft(hold.deadline);
  const due = isMoreTimeOffered(hold, seconds) && answered !== hold.deadline;

  useEffect(() => {
    if (!due) return setWay(null);
    setWay(paymentPlace.current?.contains(document.activeElement) ? "inline" : "dialog");
  }, [due, paymentPlace]);

  const offer = { hold, decline: () => setAnswered(hold.deadline) };
  return (
    <>
      <MoreTimeDialog open={way === "dialog"} {...offer} />
      <div role="status" className={styles.inline}>
        {way === "inline" && <MoreTimeNotice decline={offer.decline} />}
      </div>
    </>
  );
}

/** "Hold them for another 5 minutes" */
function ExtendLabel() {
  const config = useConfig();
  if (!config) return <Trans>More time</Trans>;
  const time = countdownInWords(config.hold_seconds);
  return <Trans>Hold them for another {time}</Trans>;
}

type Offer = { hold: Hold; decline: () => void };

function MoreTimeDialog({ open, hold, decline }: Offer & { open: boolean }) {
  const { failure, extendHold } = useMoreTime();
  return (
    <Dialog
      open={open}
      title={t`Need more time?`}
      onClose={() => open && decline()}
      actions={
        <>
          <Button kind="primary" onClick={extendHold}>
            <ExtendLabel />
          </Button>
          <Button onClick={decline}>
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

function MoreTimeNotice({ decline }: Pick<Offer, "decline">) {
  const { failure, extendHold } = useMoreTime();
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button onClick={extendHold}>
            <ExtendLabel />
          </Button>
          <Button kind="quiet" onClick={decline}>
            <Trans>No, thanks</Trans>
          </Button>
        </>
      }
    >
      {failure ?? <Trans>Your seats are held for less than a minute. Need more time?</Trans>}
    </Notice>
  );
}
