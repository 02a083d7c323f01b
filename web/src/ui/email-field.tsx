import { t } from "@lingui/core/macro";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { type EmailProblem, emailProblem } from "#lib/email.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { Field } from "./field.tsx";

/** What a form asks before it sends: true if the address may be one, else the field has the focus and says why. */
export type EmailCheck = { check: () => boolean };

type Props = {
  ref: Ref<EmailCheck>;
  value: string;
  hint?: string;
  /** The server found fault with what was sent. */
  refused?: boolean;
  onChange: (value: string) => void;
};

function problemText(problem: EmailProblem): string {
  return problem === "missing"
    ? t`Enter your e-mail address.`
    : t`This e-mail address isn’t complete. It looks like name@example.org.`;
}

/** Speaks up when it is left with something wrong in it, and is quiet again as soon as that is right. */
export function EmailField({ ref, value, hint, refused = false, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState(false);
  const problem = emailProblem(value);

  useImperativeHandle(
    ref,
    () => ({
      check() {
        setTold(problem !== null);
        if (problem) input.current?.focus();
        return problem === null;
      },
    }),
    [problem],
  );

  return (
    <Field
      ref={input}
      label={t`E-mail`}
      hint={hint}
      problem={
        told && problem ? problemText(problem) : refused ? t`This e-mail address can’t be used.` : null
      }
      maxLength={MAX_LENGTH.email}
      type="email"
      autoComplete="email"
      autoCapitalize="none"
      spellCheck={false}
      required
      value={value}
      onBlur={() => value !== "" && setTold(problem !== null)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
