import { countdownText } from "#lib/countdown.ts";
import styles from "./countdown.module.css";
import { useSecondsLeft } from "./use-seconds-left.ts";

/** A clock to look at: "3:12". It is spoken elsewhere and rarely, so readers get no ticking here. */
export function Countdown({ deadline }: { deadline: number }) {
  const seconds = useSecondsLeft(deadline);
  return (
    <span className={styles.countdown} data-short={seconds <= 60 || undefined} role="timer" aria-live="off">
      {countdownText(seconds)}
    </span>
  );
}
