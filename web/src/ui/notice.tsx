import type { ReactNode } from "react";
import styles from "./notice.module.css";

type Props = { tone?: "plain" | "warn" | "danger"; children: ReactNode; actions?: ReactNode };

/** A message with its actions. Put it in a live region if it appears without a user action. */
export function Notice({ tone = "plain", children, actions }: Props) {
  return (
    <div className={styles.notice} data-tone={tone}>
      <p>{children}</p>
      {actions && <div className="actions">{actions}</div>}
    </div>
  );
}
