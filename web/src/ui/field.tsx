import { Trans } from "@lingui/react/macro";
import { type ComponentProps, useId } from "react";
import styles from "./field.module.css";

type InputProps = ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  problem?: string | null;
};

/** A text input. Hint and problem are its accessible description, not part of its name. */
export function Field({ label, hint, problem = null, required, ...input }: InputProps) {
  const id = useId();
  const described = [problem && `${id}problem`, hint && `${id}hint`].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}{" "}
        {!required && (
          <small>
            <Trans>(optional)</Trans>
          </small>
        )}
      </label>
      <input
        id={id}
        required={required}
        aria-invalid={problem !== null}
        aria-describedby={described || undefined}
        {...input}
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

/** A select without a visible label: its options describe themselves. */
export function Select({ label, ...select }: ComponentProps<"select"> & { label: string }) {
  return (
    <div className={styles.field}>
      <select aria-label={label} {...select} />
    </div>
  );
}

/** Filters the page as the visitor types. */
export function SearchField({ label, ...input }: ComponentProps<"input"> & { label: string }) {
  return (
    <div className={styles.field}>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        enterKeyHint="search"
        autoComplete="off"
        {...input}
      />
    </div>
  );
}
