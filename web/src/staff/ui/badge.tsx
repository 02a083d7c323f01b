import styles from "./badge.module.css";

export type Tone = "plain" | "good" | "warn" | "danger" | "quiet";

/** A state in one or two words. The words say it; the colour helps to find it. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: string }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
