import { countdownText } from "#lib/countdown.ts";
import styles from "./countdown.module.css";
import { useSecondsLeft } from "./use-seconds-left.ts";

/** A clock to look at: "3:12". It is no live region: it is spoken elsewhere, and rarely. */
export function Countdown({ deadline }: { deadline: number }) {
  const seconds = useSecondsLeft(deadline);
  return (
    <span className={styles.countdown} data-short={seconds <= 60 || undefined}>
      {countdownText(seconds)}
    </span>
  );
}
