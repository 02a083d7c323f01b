import type { ReactNode } from "react";
import styles from "./notice.module.css";

type Props = { tone?: "plain" | "warn" | "danger"; children: ReactNode; actions?: ReactNode };

/** A message in place, with what can be done about it. Put it in a live region where it appears by itself. */
export function Notice({ tone = "plain", children, actions }: Props) {
  return (
    <div className={styles.notice} data-tone={tone}>
      <p>{children}</p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
