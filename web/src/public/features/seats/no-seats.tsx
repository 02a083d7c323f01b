import { t } from "@lingui/core/macro";
import { Problem, problemText } from "#api/problem.ts";
import { NotFound } from "#ui/not-found.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import styles from "./seats-page.module.css";

/** The show does not exist, or the server can't be reached. An offline browser has no error yet. */
export default function NoSeats({ error, retry }: { error: Error | null; retry: () => void }) {
  if (error instanceof Problem && error.status === 404) {
    return <NotFound title={t`This show is no longer listed`}>{t`Choose another show.`}</NotFound>;
  }
  return (
    <div className={styles.page}>
      <PageHeading title={t`Choose seats`} />
      <div role="alert">
        <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
      </div>
    </div>
  );
}
