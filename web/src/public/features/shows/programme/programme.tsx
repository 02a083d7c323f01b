import { plural, t } from "@lingui/core/macro";
import { lazy, Suspense } from "react";
import { useSearchParams } from "wouter";
import type { Show } from "#api/types.ts";
import { dayAndYear, dayLong } from "#lib/days.ts";
import type { Day } from "#lib/time.ts";
import { filterShows, parseFilters } from "../filters.ts";
import { ListStatus } from "../list-status.tsx";
import { useSaveProgramme } from "../saved-programme.ts";
import { useFoundShows, useProgramme } from "../use-programme.ts";
import { type SelectedDays, WEEKEND } from "../use-selected-days.ts";
import { FilmRows } from "./film-rows.tsx";
import { FilterBar } from "./filter-bar.tsx";
import styles from "./programme.module.css";
import { Skeleton } from "./skeleton.tsx";
import { isByTime } from "./view-links.tsx";

const TimeList = lazy(async () => ({ default: (await import("./time-list.tsx")).TimeList }));
const NothingOn = lazy(async () => ({ default: (await import("./nothing.tsx")).NothingOn }));
const NothingFound = lazy(async () => ({ default: (await import("./nothing.tsx")).NothingFound }));
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
      {/* The films below appear with the section, so that it does not move them. */}
      <Suspense fallback={<Skeleton />}>
        <section
          id="films"
          tabIndex={-1}
          className={styles.list}
          aria-label={search === "" ? daysInWords(selected) : t`Search results`}
          aria-busy={list.isLoading}
        >
          <ListStatus list={list} />
          {list.isLoading && !list.data && <Skeleton />}
          {list.data && selected.isNextDay && <NextDay day={selected.days[0]} today={selected.today} />}
          {list.data && shows.length === 0 && search === "" && (
            <NothingOn selected={selected} anyShows={list.data.length > 0} />
          )}
          {list.data && shows.length === 0 && search !== "" && !list.isLoading && (
            <NothingFound search={search} />
          )}
          {shows.length > 0 && search !== "" && <Found shows={shows} search={search} />}
          <Shows shows={shows} nameDays={search !== "" || selected.days.length > 1} />
        </section>
        {ofDays.data && search === "" && <Later selected={selected} shows={ofDays.data} />}
      </Suspense>
    </>
  );
}

const daysInWords = ({ date, days }: SelectedDays): string =>
  date === WEEKEND ? t`This weekend` : dayLong(days[0]);

function NextDay({ day, today }: { day: Day; today: Day }) {
  return (
    <div className={styles.nextDay}>
      <p>{t`No more shows today.`}</p>
      <h2>{dayAndYear(day, today)}</h2>
    </div>
  );
}

function Found({ shows, search }: { shows: readonly Show[]; search: string }) {
  const films = new Set(shows.map((show) => show.movie.id)).size;
  return (
    <div className={styles.nextDay}>
      <h2>
        {plural(films, {
          one: `# film for “${search}”, all days`,
          other: `# films for “${search}”, all days`,
        })}
      </h2>
    </div>
  );
}

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

/** The films of later days; of all days after today if the selected ones have no shows. */
function Later({
  selected: { venue, days, today },
  shows,
}: {
  selected: SelectedDays;
  shows: readonly Show[];
}) {
  const shown = new Set(shows.map((show) => show.movie.id));
  return (
    <Suspense>
      <ComingFilms venue={venue} after={shows.length > 0 ? (days.at(-1) ?? days[0]) : today} shown={shown} />
    </Suspense>
  );
}
