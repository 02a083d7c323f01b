import { t } from "@lingui/core/macro";
import { NotFound } from "#ui/not-found.tsx";

export function NotFoundPage() {
  return (
    <NotFound title={t`Page not found`}>
      {t`There is nothing at this address. The link may be incomplete or out of date.`}
    </NotFound>
  );
}
