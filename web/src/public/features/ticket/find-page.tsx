import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PageHeading } from "#ui/page-heading.tsx";
import { FindForm } from "./find/find-form.tsx";
import { SeenHere } from "./find/seen-here.tsx";
import styles from "./find-page.module.css";

/** For those who lost the link to their tickets. */
export function FindPage() {
  return (
    <div className={styles.page}>
      <PageHeading title={t`Find my booking`} />
      <SeenHere />
      <FindForm />
      <p>
        <Link href="/">
          <Trans>See what’s on</Trans>
        </Link>
      </p>
    </div>
  );
}
