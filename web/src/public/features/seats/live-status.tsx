import { t } from "@lingui/core/macro";
import { useOnline } from "#ui/use-online.ts";
import styles from "./seats-page.module.css";

/** Announces whether the map is up to date. */
export function LiveStatus({ paused }: { paused: boolean }) {
  const online = useOnline();
  return (
    <p role="status" className={styles.feed}>
      {!online && t`You’re offline. The map may be old; seats that you hold stay held.`}
      {online && paused && t`Updates paused`}
    </p>
  );
}
