import { t } from "@lingui/core/macro";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./message-page.module.css";

export function NotFoundPage() {
  return (
    <div className={styles.page}>
      <PageHeading title={t`Page not found`} />
      <Notice
        actions={<ButtonLink href="/">{t`What’s on`}</ButtonLink>}
      >{t`There is nothing at this address.`}</Notice>
    </div>
  );
}
