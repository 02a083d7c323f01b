import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { readinessQuery } from "#api/staff/settings.ts";
import type { RequirementCode } from "#api/staff/types.ts";
import { currentLanguage } from "#lib/language.ts";
import { may } from "./access.ts";
import { useAllowed, useCinema, useOwnVenues } from "./use-team.ts";

const STEPS: readonly RequirementCode[] = ["hall", "films", "prices", "first-show"];

/** The page that leads here: its path and the text of the link. */
export type SetUpParent = { path: string; name: string };

/** The way back to the set-up from a page that one of its steps leads to, while steps are open. */
export function useSetUpParent(): SetUpParent | undefined {
  const allowed = useAllowed();
  const managed = useOwnVenues().filter(({ id }) => may(allowed, "manage-venue", id));
  const cinema = useCinema();
  const venue = managed.find(({ id }) => id === cinema)?.id ?? managed[0]?.id;
  const readiness = useQuery({
    ...readinessQuery(venue ?? 0, currentLanguage()),
    enabled: venue !== undefined,
  });
  const isOpen = readiness.data?.requirements.some(({ code, done }) => !done && STEPS.includes(code));
  return isOpen ? { path: "/set-up", name: t`Set-up` } : undefined;
}
