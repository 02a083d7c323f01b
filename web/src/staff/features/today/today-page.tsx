import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useSession } from "#api/staff/session.ts";
import { rolesQuery } from "#api/staff/team.ts";
import { liveTodayQuery } from "#api/staff/today.ts";
import type { Today } from "#api/staff/types.ts";
import { grantText } from "#staff/team/names.ts";
import { permissionText } from "#staff/team/roles.ts";
import { useCinema, useOwnRoles, useVenues } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Notice } from "#ui/notice.tsx";
import { Missing } from "./missing.tsx";
import styles from "./today.module.css";
import { VenueShows } from "./venue-shows.tsx";
import { Warnings } from "./warnings.tsx";

/** The home page: what needs attention, the shows of the business day, and what the person may do. */
export function TodayPage() {
  const session = useSession().data;
  const today = useQuery(liveTodayQuery);
  return (
    <StaffPage title={t`Today`}>
      <Loaded query={today}>{(found) => <Content today={found} />}</Loaded>
      {session?.second_factor === "none" && (
        <Notice actions={<Link href="/second-factor">{t`Set it up`}</Link>}>
          {t`Your account has no second factor. With one, a stolen password alone opens nothing.`}
        </Notice>
      )}
      <Missing />
      <YourRoles />
    </StaffPage>
  );
}

function Content({ today: { venues, warnings, now } }: { today: Today }) {
  const cinema = useCinema();
  const here = venues.filter(({ venue }) => cinema === null || venue.id === cinema);
  return (
    <>
      <Warnings warnings={warnings} />
      {here.map((one) => (
        <VenueShows key={one.venue.id} today={one} now={now} />
      ))}
    </>
  );
}

function YourRoles() {
  const roles = useOwnRoles();
  const venues = useVenues();
  const table = useQuery(rolesQuery);
  return (
    <section aria-labelledby="may" className={styles.section}>
      <h2 id="may">{t`What you may do`}</h2>
      {roles.length === 0 && (
        <p>{t`You have no role at the moment. Ask a manager of your cinema for one.`}</p>
      )}
      <Loaded query={table}>
        {(found) => (
          <div className={styles.roles}>
            {roles.map((grant) => (
              <div key={`${grant.role} ${grant.venue_id}`}>
                <h3>{grantText(venues, grant)}</h3>
                <ul>
                  {found.roles
                    .find((one) => one.role === grant.role)
                    ?.permissions.map((one) => (
                      <li key={one}>{permissionText(one)}</li>
                    ))}
                </ul>
              </div>
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}
