import { useId } from "react";
import styles from "./checkbox.module.css";

type Props = { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void };

export function Checkbox({ label, hint, checked, onChange }: Props) {
  const id = useId();
  return (
    <div className={styles.checkbox}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint && `${id}hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint && <small id={`${id}hint`}>{hint}</small>}
    </div>
  );
}
