import { countdownText } from "#lib/countdown.ts";
import styles from "./countdown.module.css";
import { useSecondsLeft } from "./use-seconds-left.ts";

/** A visible countdown: "3:12". Not a live region, because HoldSync announces the time. */
export function Countdown({ deadline }: { deadline: number }) {
  const seconds = useSecondsLeft(deadline);
  return (
    <span className={styles.countdown} data-short={seconds <= 60 || undefined}>
      {countdownText(seconds)}
    </span>
  );
}
