import { t } from "@lingui/core/macro";
import type { InvitedPerson } from "#api/staff/types.ts";
import { personName } from "#staff/team/names.ts";
import { CopyField } from "#staff/ui/copy-field.tsx";
import { Notice } from "#ui/notice.tsx";

/** The link of an invitation. It is not shown again. */
export function Invited({ person }: { person: InvitedPerson }) {
  const name = personName(person);
  return (
    <>
      <Notice>
        {t`Give ${name} this link. It sets a password, works once, and is valid for seven days. It is shown only now; you can make a new one later.`}
      </Notice>
      <CopyField label={t`Link of the invitation`} value={person.link} />
    </>
  );
}
