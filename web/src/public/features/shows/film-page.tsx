import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { Problem, problemText } from "#api/problem.ts";
import { filmQuery, filmShowsQuery } from "#api/shows.ts";
import type { WholeMovie } from "#api/types.ts";
import { DOT } from "#lib/dot.ts";
import button from "#ui/button.module.css";
import message from "#ui/message-page.module.css";
import { NotFound } from "#ui/not-found.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { Poster } from "#ui/poster.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { ShareButton } from "#ui/share-button.tsx";
import { Blank } from "#ui/skeleton.tsx";
import { useOnline } from "#ui/use-online.ts";
import { Credits, FilmDetails } from "./film/film-details.tsx";
import { FilmShows, useShownVenue } from "./film/film-shows.tsx";
import { Synopsis } from "./film/synopsis.tsx";
import styles from "./film-page.module.css";
import { filmSummary } from "./show-text.ts";

export function FilmPage({ filmId }: { filmId: number }) {
  const film = useQuery(filmQuery(filmId));
  if (film.data) return <Film film={film.data} />;
  return <NoFilm error={film.error} retry={film.refetch} />;
}

function Film({ film }: { film: WholeMovie }) {
  const shows = useQuery(filmShowsQuery(film.id));
  const country = useShownVenue(shows.data ?? [])?.country;
  const rating = film.age_ratings.find((one) => one.country === country);
  const facts = filmSummary(film, rating);
  return (
    <div className={styles.page}>
      <div className={styles.poster}>
        <Poster film={film} eager />
      </div>
      <header className={styles.header}>
        <p>
          <Link href="/">
            <span aria-hidden="true">← </span>
            {t`What’s on`}
          </Link>
        </p>
        <PageHeading title={film.title} />
        <p>{film.release_year === null ? facts : film.release_year + DOT + facts}</p>
        <p className="actions">
          {film.trailer_url && <TrailerLink href={film.trailer_url} />}
          <ShareButton title={film.title} />
        </p>
      </header>
      <FilmShows film={film} list={shows} />
      {film.synopsis && <Synopsis text={film.synopsis} />}
      <Credits film={film} />
      {/* The shows above would move them. */}
      {!shows.isLoading && <FilmDetails film={film} />}
    </div>
  );
}

/** Opens another site in a new tab. Nothing of it loads before. */
function TrailerLink({ href }: { href: string }) {
  return (
    <a href={href} className={button.button} data-kind="plain" target="_blank" rel="noopener noreferrer">
      {t`Trailer`} <span aria-hidden="true">&nbsp;↗</span>
      <span className="visually-hidden">{t`opens in a new tab`}</span>
    </a>
  );
}

type NoFilmProps = { error: Error | null; retry: () => void };

function NoFilm({ error, retry }: NoFilmProps) {
  const online = useOnline();
  if (error instanceof Problem && error.status === 404) {
    return <NotFound title={t`Film not found`}>{t`This film is no longer listed.`}</NotFound>;
  }
  if (!error && online) return <Waiting />;
  return (
    <div className={message.page} role="alert">
      <PageHeading title={t`Film`} />
      <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.page}>
      <div className="visually-hidden">
        <PageHeading title={t`Film`}>{t`Loading the film …`}</PageHeading>
      </div>
      <div className={styles.poster}>
        <Blank height="auto" />
      </div>
      <div className={styles.header}>
        <Blank width="70%" height="3.25rem" />
        <Blank width="5rem" height="2.75rem" />
      </div>
      <div className={styles.shows} aria-busy="true" />
      <div className={styles.synopsis}>
        <Blank height="6rem" />
      </div>
      <div className={styles.credits}>
        <Blank height="2.5rem" />
      </div>
    </div>
  );
}
