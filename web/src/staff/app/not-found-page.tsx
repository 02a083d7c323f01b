import { t } from "@lingui/core/macro";
import type { PermissionName } from "#api/staff/types.ts";
import { permissionText } from "#staff/team/roles.ts";
import { StaffPage } from "#staff/ui/page.tsx";
import { ButtonLink } from "#ui/button.tsx";

export function NotFoundPage() {
  return (
    <StaffPage title={t`Page not found`} narrow>
      <p>{t`There is nothing at this address. The link may be incomplete or out of date.`}</p>
      <div>
        <ButtonLink kind="primary" href="/">{t`Today`}</ButtonLink>
      </div>
    </StaffPage>
  );
}

/** Instead of a screen that the roles of the person do not include. */
export function NotPermittedPage({ permission }: { permission: PermissionName }) {
  const missing = permissionText(permission);
  return (
    <StaffPage title={t`Your role does not include this`} narrow>
      <p>{t`This page needs the right to: ${missing}. Ask a manager or an owner of the cinema for it.`}</p>
      <div>
        <ButtonLink kind="primary" href="/">{t`Today`}</ButtonLink>
      </div>
    </StaffPage>
  );
}
