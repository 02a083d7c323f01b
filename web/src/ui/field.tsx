import { Trans } from "@lingui/react/macro";
import { type ComponentProps, useId } from "react";
import styles from "./field.module.css";

type InputProps = ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  problem?: string | null;
};

/** One line to type into. Hint and problem are its description, not its name. */
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

/** One choice of several; its `<option>`s are the children and say by themselves what they are. */
export function Select({ label, ...select }: ComponentProps<"select"> & { label: string }) {
  return (
    <div className={styles.field}>
      <select aria-label={label} {...select} />
    </div>
  );
}

/** Narrows what is on the page while it is typed into. */
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
