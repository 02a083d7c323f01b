import styles from "./skeleton.module.css";

/** A grey placeholder with the size of the content that loads. */
export function Blank({ width = "100%", height }: { width?: string; height: string }) {
  return <div className={styles.blank} style={{ inlineSize: width, blockSize: height }} aria-hidden="true" />;
}
