import styles from "./busy-bar.module.css";

/** An indeterminate bar at the top edge of its positioned parent. Still with reduced motion. */
export const BusyBar = () => <span className={styles.bar} aria-hidden="true" />;
