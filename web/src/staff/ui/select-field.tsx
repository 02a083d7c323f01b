import { type ComponentProps, useId } from "react";
import styles from "./form.module.css";

/** A select with a visible label, for rows of several. */
export function SelectField({ label, ...select }: ComponentProps<"select"> & { label: string }) {
  const id = useId();
  return (
    <div className={styles.select}>
      <label htmlFor={id}>{label}</label>
      <select id={id} {...select} />
    </div>
  );
}
