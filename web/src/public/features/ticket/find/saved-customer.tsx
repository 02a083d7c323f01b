import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { forgetCustomer, savedCustomer } from "#api/saved-customer.ts";
import { announce } from "#lib/announcements.ts";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import styles from "../find-page.module.css";

/** The name and the email address that this device remembers for the next purchase. */
export function SavedCustomer() {
  const [customer, setCustomer] = useState(savedCustomer);
  if (customer === null) return null;

  function forget() {
    forgetCustomer();
    setCustomer(null);
    focusHeading();
    announce(t`This device has forgotten your name and email address.`);
  }

  return (
    <section className={styles.customer} aria-label={t`Remembered on this device`}>
      <p>
        <Trans>Remembered for your next purchase:</Trans>{" "}
        {[customer.name, customer.email].filter(Boolean).join(", ")}
      </p>
      <Button kind="quiet" onClick={forget}>
        <Trans>Forget me</Trans>
      </Button>
    </section>
  );
}
