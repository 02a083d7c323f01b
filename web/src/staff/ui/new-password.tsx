import { t } from "@lingui/core/macro";
import { type Ref, useState } from "react";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";

type Props = {
  ref: Ref<HTMLInputElement>;
  hint?: string;
  problem: string | null;
  value: string;
  change: (password: string) => void;
};

/** A password to choose, which can be shown instead of typed twice. */
export function NewPassword({ ref, hint, problem, value, change }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Field
        ref={ref}
        label={t`New password`}
        hint={hint}
        type={shown ? "text" : "password"}
        autoComplete="new-password"
        autoCapitalize="none"
        spellCheck={false}
        required
        problem={problem}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <Checkbox label={t`Show the password`} checked={shown} onChange={setShown} />
    </>
  );
}
