import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { nextDayQuery, showPages } from "#api/shows.ts";
import { dayAndYear } from "#lib/days.ts";
import { type Day, dayOfShow } from "#lib/time.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { changed, countFilters, parseFilters, withoutFilters } from "../filters.ts";
import { type SelectedDays, useDateHref } from "../use-selected-days.ts";
import styles from "./programme.module.css";

type NothingOnProps = { selected: SelectedDays; anyShows: boolean };

function noShows({ days, today }: SelectedDays): string {
  const [first, second] = days;
  const day = dayAndYear(first, today);
  if (second) return t`No shows this weekend.`;
  if (first === today) return t`No more shows today.`;
  return first < today ? t`${day} is over.` : t`No shows on ${day}.`;
}

function noMatch({ days, today }: SelectedDays): string {
  const [first, second] = days;
  const day = dayAndYear(first, today);
  if (second) return t`No show this weekend matches your filters.`;
  return first === today
    ? t`No show today matches your filters.`
    : t`No show on ${day} matches your filters.`;
}

/** "No shows on Tuesday 24 November." and a way on. If filters hide all shows, offers to clear them. */
export function NothingOn({ selected, anyShows }: NothingOnProps) {
  const [, setAddress] = useSearchParams();
  return (
    <div className={styles.nothing} role="status">
      {anyShows ? (
        <>
          <p>{noMatch(selected)}</p>
          <Button onClick={() => setAddress(withoutFilters, { replace: true })}>{t`Clear filters`}</Button>
        </>
      ) : (
        <OtherDay selected={selected} />
      )}
    </div>
  );
}

/** The last day with shows that are not cancelled. */
async function lastDay(venue: number, signal: AbortSignal): Promise<Day | null> {
  let last: Day | null = null;
  for await (const page of showPages({ venue }, signal)) {
    const show = page.filter(({ status }) => status !== "CANCELLED").at(-1);
    if (show) last = dayOfShow(show);
  }
  return last;
}

/**
 * Links to the next day with shows; to the opening day if that is today. If there are no later shows, links to
 * the last day with shows, and to the opening day.
 */
function OtherDay({ selected }: { selected: SelectedDays }) {
  const { venue, days, today } = selected;
  const last = days.at(-1) ?? days[0];
  const { data: next } = useQuery(nextDayQuery(venue.id, last));
  const hrefOf = useDateHref(venue);
  const isAfterLastShow = next === null && last > today;
  const { data: final } = useQuery({
    queryKey: ["last-day", venue.id],
    queryFn: ({ signal }) => lastDay(venue.id, signal),
    enabled: isAfterLastShow,
  });
  const day = next && dayAndYear(next, today);
  const finalDay = final && dayAndYear(final, today);
  return (
    <>
      <p>
        {noShows(selected)} {next === null && t`Later shows have not been announced yet.`}
      </p>
      <div className={styles.next}>
        {day && next !== today && <ButtonLink href={hrefOf(next)}>{t`Next shows: ${day}`}</ButtonLink>}
        {isAfterLastShow && finalDay && (
          <ButtonLink href={hrefOf(final)}>{t`Last shows: ${finalDay}`}</ButtonLink>
        )}
        {(next === today || isAfterLastShow) && (
          <ButtonLink kind="primary" href={hrefOf("")}>{t`Show the current programme`}</ButtonLink>
        )}
      </div>
    </>
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
