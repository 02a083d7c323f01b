import { t } from "@lingui/core/macro";
import { codeOf } from "#api/staff/problem.ts";
import { useFocusOnRefusal } from "#staff/ui/use-focus-on-refusal.ts";
import { Field } from "#ui/field.tsx";

type Props = {
  value: string;
  change: (password: string) => void;
  /** Whether the person has tried to send the form. */
  checked: boolean;
  /** Why the server refused the form. */
  error: unknown;
};

/** Whether `OwnPassword` states the error, so that the form need not. */
export const isWrongPassword = (error: unknown): boolean => codeOf(error) === "wrong-credentials";

/** The password of the person who is signed in, which proves that it is the person. */
export function OwnPassword({ value, change, checked, error }: Props) {
  const isWrong = isWrongPassword(error);
  const field = useFocusOnRefusal<HTMLInputElement>(isWrong && error);
  const missing = checked && value === "" ? t`Enter your password.` : null;
  return (
    <Field
      ref={field}
      label={t`Your password`}
      type="password"
      autoComplete="current-password"
      required
      problem={isWrong ? t`This is not your password. Enter the one that you sign in with.` : missing}
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}
