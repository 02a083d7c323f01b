import styles from "./check-mark.module.css";

/** A check mark that draws itself once. Text beside it has the same meaning. */
export function CheckMark() {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3.5 12.5l6 6L20.5 6" pathLength={1} />
    </svg>
  );
}
