import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./message-page.module.css";

export function NotFoundPage() {
  return (
    <div className={styles.page}>
      <PageHeading title="Page not found" />
      <Notice actions={<ButtonLink href="/">What’s on</ButtonLink>}>There is nothing at this address.</Notice>
    </div>
  );
}
