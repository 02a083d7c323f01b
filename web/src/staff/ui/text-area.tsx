import { Trans } from "@lingui/react/macro";
import { type ComponentProps, useId } from "react";
import styles from "./text-area.module.css";

type Props = ComponentProps<"textarea"> & { label: string; hint?: string; problem?: string | null };

/** A field for several lines. Hint and problem are its accessible description. */
export function TextArea({ label, hint, problem = null, required, ...area }: Props) {
  const id = useId();
  const described = [problem && `${id}problem`, hint && `${id}hint`].filter(Boolean).join(" ");
  return (
    <div className={styles.area}>
      <label htmlFor={id}>
        {label}{" "}
        {!required && (
          <small>
            <Trans>(optional)</Trans>
          </small>
        )}
      </label>
      <textarea
        id={id}
        required={required}
        aria-invalid={problem !== null}
        aria-describedby={described || undefined}
        {...area}
      />
      {problem && (
        <span id={`${id}problem`} className={styles.problem}>
          {problem}
        </span>
      )}
      {hint && <small id={`${id}hint`}>{hint}</small>}
    </div>
  );
}
