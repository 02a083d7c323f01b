import { Trans } from "@lingui/react/macro";
import { type ReactNode, type RefObject, Suspense, useEffect, useRef } from "react";
import type { Hold } from "#api/hold.ts";
import { BusyBar } from "#ui/busy-bar.tsx";
import { Button } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { Notice } from "#ui/notice.tsx";
import { useLowWindow } from "#ui/use-low-window.ts";
import { useOnline } from "#ui/use-online.ts";
import { MoreTime } from "./lazy-components.ts";
import styles from "./pay-bar.module.css";

type Props = {
  hold: Hold;
  label: string;
  busy: boolean;
  failure: string | null;
  paymentSection: RefObject<HTMLElement | null>;
  /** A line above the button. */
  children: ReactNode;
};

/** The pay button, the time left and messages. Always in view, but in a low window a message scrolls into view. */
export function PayBar({ hold, label, busy, failure, paymentSection, children }: Props) {
  const online = useOnline();
  const clock = useRef<HTMLParagraphElement>(null);
  const messages = useRef<HTMLDivElement>(null);
  const isBelow = useLowWindow();
  useEffect(() => {
    if (failure && isBelow) messages.current?.scrollIntoView({ block: "nearest" });
  }, [failure, isBelow]);
  return (
    <div className={styles.finish}>
      {busy && <BusyBar />}
      <div ref={messages} role="alert" className={styles.messages}>
        {failure && <Notice tone="danger">{failure}</Notice>}
        {!online && (
          <Notice tone="warn">
            <Trans>
              You’re offline. Your seats stay held while the clock runs: pay when you’re connected.
            </Trans>
          </Notice>
        )}
      </div>
      <Suspense>{!busy && <MoreTime hold={hold} paymentSection={paymentSection} clock={clock} />}</Suspense>
      {children}
      <div className={styles.bar}>
        <p ref={clock} tabIndex={-1} className={styles.clock}>
          <Trans>
            Held for you: <Countdown deadline={hold.deadline} />
          </Trans>
        </p>
        <Button kind="primary" type="submit" busy={busy}>
          {busy ? <Trans>One moment …</Trans> : label}
        </Button>
      </div>
    </div>
  );
}
