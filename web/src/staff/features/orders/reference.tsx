import { codeInGroups } from "#lib/names.ts";
import styles from "./orders.module.css";

/** A booking number in groups, with letters that are easy to tell apart. */
export function Reference({ reference }: { reference: string }) {
  return <span className={styles.reference}>{codeInGroups(reference)}</span>;
}
