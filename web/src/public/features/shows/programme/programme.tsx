import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { nextDayQuery, programmeQuery } from "#api/shows.ts";
import { dayLong, weekdayLong } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Poster } from "#ui/poster.tsx";
import { Blank } from "#ui/skeleton.tsx";
import { countFilters, filterShows, parseFilters, withoutFilters } from "../filters.ts";
import { byFilm, type FilmShows } from "../grouping.ts";
import { ListStatus } from "../list-status.tsx";
import { ShowTimes } from "../show-button.tsx";
import { filmSummary } from "../show-text.ts";
import { type SelectedDay, useDayHref } from "../use-selected-day.ts";
import styles from "./programme.module.css";

/** The films of one day. If a refetch fails, the last list stays. */
export function Programme({ selected }: { selected: SelectedDay }) {
  const { venue, day } = selected;
  const [address] = useSearchParams();
  const filters = parseFilters(address);
  const programme = useQuery(programmeQuery(venue.id, day));
  const shows = filterShows(programme.data ?? [], filters);

  return (
    <section aria-label={dayLong(day)} aria-busy={programme.isPending}>
      <ListStatus list={programme} />
      {programme.isFetching && programme.isPending && <Skeleton />}
      {programme.data && shows.length === 0 && (
        <NothingOn selected={selected} anyShows={programme.data.length > 0} />
      )}
      <div className={styles.films}>
        {byFilm(shows).map((film) => (
          <FilmRow key={film.film.id} {...film} />
        ))}
      </div>
    </section>
  );
}

function FilmRow({ film, shows }: FilmShows) {
  const href = `/film/${film.id}`;
  return (
    <article className={styles.film}>
      <Link href={href} className={styles.poster} tabIndex={-1} aria-hidden="true">
        <Poster film={film} />
      </Link>
      <div className={styles.title}>
        <h2>
          <Link href={href}>{film.title}</Link>
        </h2>
        <p>{filmSummary(film)}</p>
      </div>
      <div className={styles.times}>
        <ShowTimes shows={shows} />
      </div>
    </article>
  );
}

/** "No shows on Tuesday. Next: Wednesday 25 November". If filters hide all shows, offers to clear them. */
function NothingOn({ selected: { venue, day }, anyShows }: { selected: SelectedDay; anyShows: boolean }) {
  const [address, setAddress] = useSearchParams();
  const filters = parseFilters(address);
  const isFiltered = countFilters(filters) > 0;
  // The API searches later days by title only.
  const enabled = countFilters({ ...filters, q: "" }) === 0;
  const next = useQuery({ ...nextDayQuery(venue.id, day, filters.q.trim()), enabled });
  const hrefOf = useDayHref(venue);
  const weekday = weekdayLong(day);

  return (
    <div className={styles.nothing} role="status">
      <p>
        {anyShows ? t`Nothing on ${weekday} matches.` : t`No shows on ${weekday}.`}{" "}
        {next.data && (
          <Trans>
            Next: <Link href={hrefOf(next.data)}>{dayLong(next.data)}</Link>
          </Trans>
        )}
        {next.data === null && !isFiltered && t`Nothing later has been announced yet.`}
      </p>
      {isFiltered && (
        <Button
          onClick={() => setAddress(withoutFilters(address), { replace: true })}
        >{t`Clear filters`}</Button>
      )}
    </div>
  );
}

const SKELETON_ROWS = ["a", "b", "c", "d"];

/** Placeholder rows with the size of the list, so that nothing moves. */
export function Skeleton() {
  return (
    <div className={styles.films}>
      <p className="visually-hidden">{t`Loading the programme …`}</p>
      {SKELETON_ROWS.map((row) => (
        <div key={row} className={styles.film} aria-hidden="true">
          <div className={styles.poster}>
            <Blank height="auto" />
          </div>
          <div className={styles.title}>
            <Blank width="70%" height="1.9rem" />
            <Blank width="45%" height="1rem" />
          </div>
          <div className={styles.times}>
            <Blank width="10rem" height="7.4rem" />
          </div>
        </div>
      ))}
    </div>
  );
}
