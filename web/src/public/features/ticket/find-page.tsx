import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PageHeading } from "#ui/page-heading.tsx";
import { FindForm } from "./find/find-form.tsx";
import { SavedBookings } from "./find/saved-bookings.tsx";
import styles from "./find-page.module.css";

/** Finds a booking without its link. */
export function FindPage() {
  return (
    <div className={styles.page}>
      <PageHeading title={t`Find my booking`} />
      <SavedBookings />
      <FindForm />
      <p>
        <Link href="/">
          <Trans>See what’s on</Trans>
        </Link>
      </p>
    </div>
  );
}
