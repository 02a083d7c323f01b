import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { Problem, problemText } from "#api/problem.ts";
import { filmQuery } from "#api/shows.ts";
import type { WholeMovie } from "#api/types.ts";
import { ageNotice } from "#lib/age-rating.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { Poster } from "#ui/poster.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { ShareButton } from "#ui/share-button.tsx";
import { Blank } from "#ui/skeleton.tsx";
import { useOnline } from "#ui/use-online.ts";
import { FilmDetails } from "./film/film-details.tsx";
import { FilmShows } from "./film/film-shows.tsx";
import styles from "./film-page.module.css";

export function FilmPage({ filmId }: { filmId: number }) {
  const film = useQuery(filmQuery(filmId));
  if (film.data) return <Film film={film.data} />;
  return <NoFilm error={film.error} retry={film.refetch} />;
}

function Film({ film }: { film: WholeMovie }) {
  const notice = film.age_ratings.map(ageNotice).join(" ");
  return (
    <div className={styles.page}>
      <div className={styles.poster}>
        <Poster film={film} eager />
      </div>
      <header className={styles.header}>
        <PageHeading title={film.title} />
        <p>
          <ShareButton title={film.title} />
        </p>
      </header>
      <FilmDetails film={film} />
      <div className={styles.shows}>
        {notice && <Notice>{notice}</Notice>}
        <FilmShows filmId={film.id} />
      </div>
    </div>
  );
}

type NoFilmProps = { error: Error | null; retry: () => void };

function NoFilm({ error, retry }: NoFilmProps) {
  const online = useOnline();
  if (error instanceof Problem && error.status === 404) return <UnknownFilm />;
  if (!error && online) return <Waiting />;
  return (
    <div className={styles.unknown} role="alert">
      <PageHeading title={t`Film`} />
      <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
    </div>
  );
}

function UnknownFilm() {
  return (
    <div className={styles.unknown}>
      <PageHeading title={t`Film not found`} />
      <Notice actions={<ButtonLink href="/">{t`What’s on`}</ButtonLink>}>
        {t`There is no film at this address.`}
      </Notice>
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
      <div className={styles.facts}>
        <Blank height="6rem" />
      </div>
      <div className={styles.shows} />
    </div>
  );
}
