import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { managedVenuesQuery } from "#api/staff/settings.ts";
import { maySomewhere } from "#staff/team/access.ts";
import { useAllowed, useCinema } from "#staff/team/use-team.ts";
import { Readiness } from "#staff/ui/readiness.tsx";
import styles from "./today.module.css";

/** What the cinema still needs before it sells online, for people who can complete it. */
export function Missing() {
  const isAllowed = maySomewhere(useAllowed(), "manage-venue");
  const managed = useQuery({ ...managedVenuesQuery, enabled: isAllowed });
  const cinema = useCinema();
  if (!isAllowed || !managed.data) return null;
  const venue = managed.data.find(({ id }) => id === cinema) ?? managed.data[0];
  return (
    <section aria-labelledby="missing" className={styles.section}>
      <h2 id="missing">{venue ? t`Before ${venue.name} sells online` : t`Set-up`}</h2>
      {venue && <Readiness venueId={venue.id} missingOnly />}
      <div>
        <Link href="/set-up">{venue ? t`Go on with the set-up` : t`Set up your cinema`}</Link>
      </div>
    </section>
  );
}
