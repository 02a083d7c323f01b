import { type ComponentProps, useId } from "react";
import styles from "./checkout-form.module.css";

type Props = ComponentProps<"input"> & { label: string; hint?: string };

/** One line to type into; the hint is its description, not its name. */
export function Field({ label, hint, required, ...input }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label} {!required && <small>(optional)</small>}
      </label>
      <input id={id} required={required} aria-describedby={hint && `${id}hint`} {...input} />
      {hint && <small id={`${id}hint`}>{hint}</small>}
    </div>
  );
}
