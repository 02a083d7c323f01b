import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useSession } from "#api/staff/session.ts";
import { rolesQuery } from "#api/staff/team.ts";
import { grantText } from "#staff/team/names.ts";
import { permissionText } from "#staff/team/roles.ts";
import { useAllowed, useOwnRoles, useVenues } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Notice } from "#ui/notice.tsx";
import { screenName, screenPurpose, screensFor } from "./screens.ts";
import styles from "./today-page.module.css";

/** The home page: where to go, and what each role of the person includes. */
export function TodayPage() {
  const session = useSession().data;
  const roles = useOwnRoles();
  const venues = useVenues();
  const table = useQuery(rolesQuery);
  const screens = screensFor(useAllowed()).filter(({ path }) => path !== "/");
  const name = session?.user?.name;
  return (
    <StaffPage title={t`Today`}>
      {name && <p>{t`You are signed in as ${name}.`}</p>}
      {session?.second_factor === "none" && (
        <Notice actions={<Link href="/second-factor">{t`Set it up`}</Link>}>
          {t`Your account has no second factor. With one, a stolen password alone opens nothing.`}
        </Notice>
      )}
      <section aria-labelledby="where" className={styles.section}>
        <h2 id="where">{t`Where to go`}</h2>
        <ul className={styles.screens}>
          {screens.map((one) => (
            <li key={one.path}>
              <Link href={one.path}>
                <strong>{screenName(one)}</strong>
                <span>{screenPurpose(one)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
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
    </StaffPage>
  );
}
