import { t } from "@lingui/core/macro";
import { Problem, problemText } from "#api/problem.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import styles from "./seats-page.module.css";

/** The show does not exist, or the server can't be reached. An offline browser has no error yet. */
export default function NoSeats({ error, retry }: { error: Error | null; retry: () => void }) {
  const gone = error instanceof Problem && error.status === 404;
  return (
    <div className={styles.page}>
      <PageHeading title={gone ? t`This show is no longer listed` : t`Choose seats`} />
      <div role="alert">
        {gone ? (
          <Notice tone="danger" actions={<ButtonLink href="/">{t`What’s on`}</ButtonLink>}>
            {problemText(error)}
          </Notice>
        ) : (
          <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
        )}
      </div>
    </div>
  );
}
