import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link, useSearchParams } from "wouter";
import { nextDayQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { dayLong, weekdayLong } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { changed, countFilters, filterShows, parseFilters, withoutFilters } from "../filters.ts";
import { ListStatus } from "../list-status.tsx";
import { useSaveProgramme } from "../saved-programme.ts";
import { useFoundShows, useProgramme } from "../use-programme.ts";
import { type SelectedDays, useDateHref, WEEKEND } from "../use-selected-days.ts";
import { FilmRows } from "./film-rows.tsx";
import { FilterBar } from "./filter-bar.tsx";
import styles from "./programme.module.css";
import { Skeleton } from "./skeleton.tsx";
import { isByTime } from "./view-links.tsx";

const TimeList = lazy(async () => ({ default: (await import("./time-list.tsx")).TimeList }));
const ComingFilms = lazy(async () => ({ default: (await import("./coming-films.tsx")).ComingFilms }));

/** The shows of the selected days, or those that a search finds. If a refetch fails, the last list stays. */
export function Programme({ selected }: { selected: SelectedDays }) {
  const [address] = useSearchParams();
  const filters = parseFilters(address);
  const search = filters.q.trim();
  const ofDays = useProgramme(selected, search === "");
  const found = useFoundShows(selected, search);
  const list = search === "" ? ofDays : found;
  const shows = filterShows(list.data ?? [], filters);
  useSaveProgramme(selected, ofDays.data, ofDays.dataUpdatedAt);

  return (
    <>
      <FilterBar shows={list.data ?? []} />
      <section
        id="films"
        tabIndex={-1}
        className={styles.list}
        aria-label={search === "" ? daysInWords(selected) : t`Search results`}
        aria-busy={list.isLoading}
      >
        <ListStatus list={list} />
        {list.isLoading && !list.data && <Skeleton />}
        {list.data && shows.length === 0 && search === "" && (
          <NothingOn selected={selected} anyShows={list.data.length > 0} />
        )}
        {list.data && shows.length === 0 && search !== "" && !list.isLoading && (
          <NothingFound search={search} />
        )}
        <Shows shows={shows} nameDays={search !== "" || selected.days.length > 1} />
      </section>
      {ofDays.data && search === "" && <Later selected={selected} shows={ofDays.data} />}
    </>
  );
}

const daysInWords = ({ date, days }: SelectedDays): string =>
  date === WEEKEND ? t`This weekend` : dayLong(days[0]);

/** By film, or by time if the address says so. */
export function Shows({ shows, nameDays }: { shows: readonly Show[]; nameDays: boolean }) {
  const [address] = useSearchParams();
  if (shows.length === 0) return null;
  const View = isByTime(address) ? TimeList : FilmRows;
  return (
    <Suspense fallback={<Skeleton />}>
      <View shows={shows} nameDays={nameDays} />
    </Suspense>
  );
}

function Later({ selected: { venue, days }, shows }: { selected: SelectedDays; shows: readonly Show[] }) {
  const shown = new Set(shows.map((show) => show.movie.id));
  return (
    <Suspense>
      <ComingFilms venue={venue} after={days.at(-1) ?? days[0]} shown={shown} />
    </Suspense>
  );
}

/** "No shows on Tuesday. Next: Wednesday 25 November". If filters hide all shows, offers to clear them. */
function NothingOn({ selected, anyShows }: { selected: SelectedDays; anyShows: boolean }) {
  const { venue, days, today } = selected;
  const [address, setAddress] = useSearchParams();
  const isFiltered = countFilters(parseFilters(address)) > 0;
  const last = days.at(-1) ?? days[0];
  const next = useQuery({ ...nextDayQuery(venue.id, last), enabled: !anyShows });
  const hrefOf = useDateHref(venue);
  const weekday = weekdayLong(days[0]);
  const isToday = days.length === 1 && days[0] === today;
  const nothing = () => {
    if (days.length > 1) return t`No shows this weekend.`;
    return isToday ? t`No more shows today.` : t`No shows on ${weekday}.`;
  };
  const noMatch = () => {
    if (days.length > 1) return t`No show this weekend matches your filters.`;
    return isToday ? t`No show today matches your filters.` : t`No show on ${weekday} matches your filters.`;
  };

  return (
    <div className={styles.nothing} role="status">
      <p>
        {anyShows ? noMatch() : nothing()}{" "}
        {next.data && (
          <Trans>
            Next: <Link href={hrefOf(next.data)}>{dayLong(next.data)}</Link>
          </Trans>
        )}
        {next.data === null && t`Later shows have not been announced yet.`}
      </p>
      {isFiltered && (
        <Button
          onClick={() => setAddress(withoutFilters(address), { replace: true })}
        >{t`Clear filters`}</Button>
      )}
    </div>
  );
}

/** Says what to try after a search without results. */
function NothingFound({ search }: { search: string }) {
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
