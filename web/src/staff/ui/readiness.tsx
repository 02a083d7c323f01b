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
                <RequirementItem key={one.code} requirement={one} />
              ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function RequirementItem({ requirement }: { requirement: Requirement }) {
  const { done, text, code } = requirement;
  const lacksFactor = useSession().data?.second_factor !== "verified";
  // The list of people does not help an owner who lacks one.
  const screen = code === "second-factor" && lacksFactor ? "/second-factor" : requirement.screen;
  return (
    <li data-done={done || undefined}>
      <span className={styles.state}>{done ? t`done` : t`missing`}</span>
      {done || screen === "" ? <span>{text}</span> : <Link href={screen}>{text}</Link>}
    </li>
  );
}
