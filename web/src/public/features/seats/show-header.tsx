import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import { dayOfShow } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { languageName } from "#lib/language.ts";
import { clockTime } from "#lib/time.ts";
import { PageHeading } from "#ui/page-heading.tsx";
import { ShareButton } from "#ui/share-button.tsx";
import { ShowTime } from "#ui/show-time.tsx";
import styles from "./show-header.module.css";

/** "118 min", "Drama", "3D", "in English", "German subtitles": the details that are known. */
function factsOf({ movie, format, audio_language: audio, subtitle_language: subtitles }: Show): string[] {
  const spoken = audio && languageName(audio);
  const written = subtitles && languageName(subtitles);
  return [
    t`${movie.duration_minutes} min`,
    movie.genre,
    format,
    spoken && t`in ${spoken}`,
    written && t`${written} subtitles`,
  ].filter(Boolean);
}

/** Film, time on the venue's clock, hall and age rating. */
export function ShowHeader({ show }: { show: Show }) {
  const { movie, venue, hall } = show;
  const time = clockTime(show.starts_at, venue.timezone);
  return (
    <header className={styles.header}>
      <div className={styles.actions}>
        <Link href={`/?venue=${venue.id}&date=${dayOfShow(show)}`} className={styles.back}>
          {t`What’s on`}
        </Link>
        <ShareButton title={movie.title} className={styles.share} />
      </div>
      <PageHeading title={t`${movie.title}, ${time}: choose seats`}>{movie.title}</PageHeading>
      <p className={styles.when}>
        <ShowTime startsAt={show.starts_at} timeZone={venue.timezone} />
        <span>
          {hall.name}, {venue.name}
        </span>
      </p>
      <p className={styles.facts}>
        {movie.rating && (
          <span className={styles.rating}>
            <span className="visually-hidden">{t`Age rating:`} </span>
            {movie.rating}
          </span>
        )}
        {factsOf(show).join(" · ")}
      </p>
    </header>
  );
}
