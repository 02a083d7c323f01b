import { t } from "@lingui/core/macro";
import { useOnline } from "#ui/use-online.ts";
import styles from "./seats-page.module.css";

/** Whether the map shows what is. Says so when that changes, and nothing else. */
export function LiveStatus({ paused }: { paused: boolean }) {
  const online = useOnline();
  return (
    <p role="status" className={styles.feed}>
      {!online && t`You’re offline. The map may be old; seats that you hold stay held.`}
      {online && paused && t`Updates paused`}
    </p>
  );
}
