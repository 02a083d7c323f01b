import { t } from "@lingui/core/macro";
import type { Ref } from "react";
import { MAX_LENGTH } from "#lib/limits.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { type EmailCheck, EmailField } from "#ui/email-field.tsx";
import { Field } from "#ui/field.tsx";
import type { Draft } from "./draft.ts";

type Props = {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  email: Ref<EmailCheck>;
  /** The fields of the request that the server rejected. */
  rejected: readonly string[];
};

/** The email address, the name, and whether this device keeps both. Only the email address is required. */
export function CustomerFields({ draft, change, email, rejected }: Props) {
  return (
    <>
      <EmailField
        ref={email}
        hint={t`We send your tickets there. They appear on the next page too.`}
        rejected={rejected.includes("customer.email")}
        value={draft.email}
        onChange={(value) => change({ email: value })}
      />
      <Field
        label={t`Name`}
        autoComplete="name"
        maxLength={MAX_LENGTH.name}
        problem={rejected.includes("customer.name") ? t`This name can’t be used.` : null}
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Checkbox
        label={t`Remember me on this device`}
        hint={t`Fills in both next time. Untick it, and this browser forgets them.`}
        checked={draft.remember}
        onChange={(remember) => change({ remember })}
      />
    </>
  );
}
