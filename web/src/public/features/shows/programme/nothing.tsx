import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { nextDayQuery } from "#api/shows.ts";
import { dayLong } from "#lib/days.ts";
import { Button } from "#ui/button.tsx";
import { changed, countFilters, parseFilters, withoutFilters } from "../filters.ts";
import { type SelectedDays, useDateHref } from "../use-selected-days.ts";
import styles from "./programme.module.css";

type NothingOnProps = { selected: SelectedDays; anyShows: boolean };

function noShows({ days, today }: SelectedDays): string {
  const [first, second] = days;
  const day = dayLong(first);
  if (second) return t`No shows this weekend.`;
  if (first === today) return t`No more shows today.`;
  return first < today ? t`${day} is over.` : t`No shows on ${day}.`;
}

function noMatch({ days, today }: SelectedDays): string {
  const [first, second] = days;
  const day = dayLong(first);
  if (second) return t`No show this weekend matches your filters.`;
  return first === today
    ? t`No show today matches your filters.`
    : t`No show on ${day} matches your filters.`;
}

/**
 * "No shows on Tuesday 24 November. Next: Wednesday 25 November". If filters hide all shows, offers to clear
 * them.
 */
export function NothingOn({ selected, anyShows }: NothingOnProps) {
  const { venue, days } = selected;
  const [, setAddress] = useSearchParams();
  const next = useQuery({ ...nextDayQuery(venue.id, days.at(-1) ?? days[0]), enabled: !anyShows });
  const hrefOf = useDateHref(venue);

  return (
    <div className={styles.nothing} role="status">
      <p>
        {anyShows ? noMatch(selected) : noShows(selected)}{" "}
        {!anyShows && (
          <span className={styles.next}>
            {next.data && (
              <Trans>
                Next: <Link href={hrefOf(next.data)}>{dayLong(next.data)}</Link>
              </Trans>
            )}
            {next.data === null && t`Later shows have not been announced yet.`}
          </span>
        )}
      </p>
      {anyShows && (
        <Button onClick={() => setAddress(withoutFilters, { replace: true })}>{t`Clear filters`}</Button>
      )}
    </div>
  );
}

/** Says what to try after a search without results. */
export function NothingFound({ search }: { search: string }) {
  const [address, setAddress] = useSearchParams();
  const isFiltered = countFilters({ ...parseFilters(address), q: "" }) > 0;
  return (
    <div className={styles.nothing} role="status">
      <p>
        {isFiltered
          ? t`No film for “${search}” matches your filters.`
          : t`No film found for “${search}”. Try fewer words, or search for the title, the director or an actor.`}
      </p>
      {isFiltered && (
        <Button
          onClick={() => setAddress(changed(withoutFilters(address), { q: search }), { replace: true })}
        >{t`Clear filters`}</Button>
      )}
      <Button
        onClick={() => setAddress(changed(address, { q: "" }), { replace: true })}
      >{t`Show the whole programme`}</Button>
    </div>
  );
}
