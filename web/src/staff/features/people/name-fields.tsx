import { t } from "@lingui/core/macro";
import form from "#staff/ui/form.module.css";
import { Field } from "#ui/field.tsx";
import type { Draft } from "./changes.ts";

const MAX_LENGTH = 150;

type Props = { draft: Draft; onChange: (draft: Draft) => void };

/** First and last name, which the team sees. */
export function NameFields({ draft, onChange }: Props) {
  return (
    <div className={form.pair}>
      <Field
        label={t`First name`}
        maxLength={MAX_LENGTH}
        autoComplete="off"
        value={draft.first_name}
        onChange={({ target }) => onChange({ ...draft, first_name: target.value })}
      />
      <Field
        label={t`Last name`}
        maxLength={MAX_LENGTH}
        autoComplete="off"
        value={draft.last_name}
        onChange={({ target }) => onChange({ ...draft, last_name: target.value })}
      />
    </div>
  );
}
