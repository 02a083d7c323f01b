import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { problemText } from "#api/problem.ts";
import { nextDayQuery, programmeQuery } from "#api/shows.ts";
import type { Movie } from "#api/types.ts";
import { clockTime, dayLong, weekdayLong } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { dayHref } from "./day-strip.tsx";
import styles from "./programme.module.css";
import { ShowButton } from "./show-button.tsx";
import { type Asked, byFilm } from "./use-programme.ts";

/** One day's films. A failed refresh keeps the last list. */
export function Programme({ asked }: { asked: Asked }) {
  const { venue, day } = asked;
  const programme = useQuery(programmeQuery(venue.id, day));
  const online = useOnline();
  const readAt = clockTime(programme.dataUpdatedAt, Intl.DateTimeFormat().resolvedOptions().timeZone);

  return (
    <section aria-label={dayLong(day)} aria-busy={programme.isPending} className={styles.programme}>
      <div role="status">
        {!online && programme.data && (
          <Notice tone="warn">You’re offline. This list is from {readAt}.</Notice>
        )}
        {online && programme.error && (
          <Notice tone="danger" actions={<Button onClick={() => programme.refetch()}>Retry</Button>}>
            {problemText(programme.error)}
          </Notice>
        )}
      </div>
      {programme.isPending && <Skeleton />}
      {programme.data?.length === 0 && <NothingOn asked={asked} />}
      {byFilm(programme.data ?? []).map(({ film, shows }) => (
        <article key={film.id} className={styles.film}>
          <FilmTitle film={film} />
          <ul className={styles.times}>
            {shows.map((show) => (
              <li key={show.id}>
                <ShowButton show={show} />
              </li>
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
}

function FilmTitle({ film }: { film: Movie }) {
  const facts = [`${film.duration_minutes} min`, film.genre, film.rating].filter(Boolean);
  return (
    <div className={styles.title}>
      <h2>{film.title}</h2>
      <p>{facts.join(" · ")}</p>
    </div>
  );
}

/** "No shows on Tuesday. Next: Wednesday 25 November" */
function NothingOn({ asked: { venue, day } }: { asked: Asked }) {
  const next = useQuery(nextDayQuery(venue.id, day));
  return (
    <p className={styles.nothing} role="status">
      No shows on {weekdayLong(day)}.{" "}
      {next.data && (
        <>
          Next: <Link href={dayHref(venue.id, next.data)}>{dayLong(next.data)}</Link>
        </>
      )}
      {next.data === null && "Nothing later has been announced yet."}
    </p>
  );
}

const SKELETON_ROWS = ["a", "b", "c", "d"];

/** Rows the size of what is coming, so that nothing jumps. */
export function Skeleton() {
  return (
    <div className={styles.programme}>
      <p className="visually-hidden">Loading the programme …</p>
      {SKELETON_ROWS.map((row) => (
        <div key={row} className={styles.film} aria-hidden="true">
          <div className={styles.title}>
            <div className={styles.blank} />
          </div>
          <div className={styles.times}>
            <div className={styles.blankTime} />
            <div className={styles.blankTime} />
          </div>
        </div>
      ))}
    </div>
  );
}
