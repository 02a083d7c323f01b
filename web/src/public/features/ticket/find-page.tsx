import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PageHeading } from "#ui/page-heading.tsx";
import { FindForm } from "./find/find-form.tsx";
import { SavedBookings } from "./find/saved-bookings.tsx";
import { SavedCustomer } from "./find/saved-customer.tsx";
import styles from "./find-page.module.css";

/** The bookings on this device, and finding a booking without its link. */
export function FindPage() {
  return (
    <div className={styles.page}>
      <PageHeading title={t`My bookings`} />
      <div className={styles.columns}>
        <SavedBookings />
        <div className={styles.column}>
          <FindForm />
          <SavedCustomer />
        </div>
      </div>
      <p>
        <Link href="/">
          <Trans>See what’s on</Trans>
        </Link>
      </p>
    </div>
  );
}
