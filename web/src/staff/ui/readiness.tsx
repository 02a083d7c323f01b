import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useSession } from "#api/staff/session.ts";
import { readinessQuery } from "#api/staff/settings.ts";
import type { Requirement } from "#api/staff/types.ts";
import { currentLanguage } from "#lib/language.ts";
import { Loaded } from "./loaded.tsx";
import styles from "./readiness.module.css";

type Props = {
  venueId: number;
  /** Without what is done. */
  missingOnly?: boolean;
};

/** What the cinema still needs before it sells online, each with the screen that completes it. */
export function Readiness({ venueId, missingOnly = false }: Props) {
  const readiness = useQuery(readinessQuery(venueId, currentLanguage()));
  return (
    <Loaded query={readiness}>
      {({ missing, requirements }) =>
        missing === 0 ? (
          <p>{t`Nothing is missing: this cinema can sell online.`}</p>
        ) : (
          <ul className={styles.list}>
            {requirements
              .filter(({ done }) => !(missingOnly && done))
              .map((one) => (
                <RequirementItem key={one.code} requirement={one} venueId={venueId} />
              ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function RequirementItem({ requirement, venueId }: { requirement: Requirement; venueId: number }) {
  const { done, text, code } = requirement;
  const session = useSession().data;
  const isOwner = session?.roles.some(
    (one) => one.role === "owner" && (one.venue_id === null || one.venue_id === venueId),
  );
  // The list of people does not help an owner who lacks a second factor.
  const isOwn = code === "second-factor" && isOwner && session?.second_factor !== "verified";
  const screen = isOwn ? "/second-factor" : requirement.screen;
  return (
    <li data-done={done || undefined}>
      <span className={styles.state}>{done ? t`done` : t`missing`}</span>
      {done || screen === "" ? <span>{text}</span> : <Link href={screen}>{text}</Link>}
    </li>
  );
}
