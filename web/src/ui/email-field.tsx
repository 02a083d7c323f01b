import { t } from "@lingui/core/macro";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { type EmailProblem, emailProblem } from "#lib/email.ts";
import { emailSuggestion } from "#lib/email-suggestion.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import styles from "./email-field.module.css";
import { Field } from "./field.tsx";

/** `check` returns true if the address is well-formed. If not, it focuses the field and shows the problem. */
export type EmailCheck = { check: () => boolean };

type Props = {
  ref: Ref<EmailCheck>;
  value: string;
  hint?: string;
  /** The server rejected the address. */
  rejected?: boolean;
  onChange: (value: string) => void;
};

function problemText(problem: EmailProblem): string {
  return problem === "missing"
    ? t`Enter your email address.`
    : t`This email address isn’t complete. It looks like name@example.org.`;
}

/** The bar at the bottom may cover its place. */
const scrollIntoView = (shown: HTMLElement | null) => shown?.scrollIntoView({ block: "nearest" });

/**
 * Shows a problem when the field loses the focus, and removes it as soon as the value is valid. A domain that
 * looks mistyped gets a hint, which blocks nothing.
 */
export function EmailField({ ref, value, hint, rejected = false, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [isShown, setIsShown] = useState(false);
  const [isLeft, setIsLeft] = useState(false);
  const problem = emailProblem(value);

  useImperativeHandle(
    ref,
    () => ({
      check() {
        setIsShown(problem !== null);
        if (problem) input.current?.focus();
        return problem === null;
      },
    }),
    [problem],
  );

  const suggestion = isLeft && problem === null ? emailSuggestion(value) : null;

  return (
    <div className={styles.withSuggestion}>
      <Field
        ref={input}
        label={t`Email`}
        hint={hint}
        problem={
          isShown && problem ? problemText(problem) : rejected ? t`This email address can’t be used.` : null
        }
        maxLength={MAX_LENGTH.email}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={value}
        onBlur={() => {
          setIsLeft(true);
          if (value !== "") setIsShown(problem !== null);
        }}
        onChange={(event) => onChange(event.target.value)}
      />
      <div role="status">
        {suggestion && (
          <button
            ref={scrollIntoView}
            type="button"
            className={styles.suggestion}
            onClick={() => {
              onChange(suggestion);
              input.current?.focus();
            }}
          >
            {t`Did you mean ${suggestion}?`}
          </button>
        )}
      </div>
    </div>
  );
}
