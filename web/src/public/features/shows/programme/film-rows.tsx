import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { Show } from "#api/types.ts";
import { serverNow } from "#lib/clock.ts";
import { dayShort } from "#lib/days.ts";
import { Poster } from "#ui/poster.tsx";
import { begunLast, byDay, byFilm, type FilmShows, soldOutLast } from "../grouping.ts";
import { ShowChips } from "../show-chip.tsx";
import { filmSummary } from "../show-text.ts";
import styles from "./programme.module.css";

type Props = { shows: readonly Show[]; nameDays: boolean };

/** The films of `shows` with their times. `nameDays` for shows of several days. */
export function FilmRows({ shows, nameDays }: Props) {
  return (
    <div className={styles.films}>
      {byFilm(begunLast(shows, serverNow())).map((film) => (
        <FilmRow key={film.film.id} {...film} nameDays={nameDays} />
      ))}
    </div>
  );
}

/** Days of a film in a list of several days. The film's page has all of them. */
const DAYS_SHOWN = 3;

function FilmRow({ film, shows, nameDays }: FilmShows & { nameDays: boolean }) {
  // Without it, the film's page would show the cinema of its next show.
  const href = `/film/${film.id}?venue=${shows[0]?.venue.id}`;
  const days = nameDays ? byDay(shows) : [];
  return (
    <article className={styles.film}>
      <Link href={href} className={styles.poster} tabIndex={-1} aria-hidden="true">
        <Poster film={film} />
      </Link>
      <div className={styles.title}>
        <h2>
          <Link href={href}>{film.title}</Link>
        </h2>
        <p>{filmSummary(film, shows[0]?.age_rating ?? null)}</p>
        {!nameDays && <ShowChips shows={shows} />}
        {days.slice(0, DAYS_SHOWN).map(({ day, shows: ofDay }) => (
          <div key={day} className={styles.day}>
            <h3>{dayShort(day)}</h3>
            <ShowChips shows={soldOutLast(ofDay)} />
          </div>
        ))}
        {days.length > DAYS_SHOWN && (
          <p>
            <Link href={href}>{t`All days`}</Link>
          </p>
        )}
      </div>
    </article>
  );
}
