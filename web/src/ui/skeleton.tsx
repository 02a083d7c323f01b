import styles from "./skeleton.module.css";

/** A grey block in the place of what is coming, as large as that. */
export function Blank({ width = "100%", height }: { width?: string; height: string }) {
  return <div className={styles.blank} style={{ inlineSize: width, blockSize: height }} aria-hidden="true" />;
}
