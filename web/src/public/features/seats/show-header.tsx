import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import { useNow } from "#api/config.ts";
import type { Show } from "#api/types.ts";
import { ageLabel } from "#lib/age-rating.ts";
import { DOT } from "#lib/dot.ts";
import { languageName } from "#lib/language.ts";
import { clockTime, dayOfShow } from "#lib/time.ts";
import { PageHeading } from "#ui/page-heading.tsx";
import { ShareButton } from "#ui/share-button.tsx";
import { ShowTime } from "#ui/show-time.tsx";
import styles from "./show-header.module.css";

/** "118 min", "Drama", "2D": known from the page before or taken for granted, and left out on a phone. */
const filmFacts = ({ movie, format }: Show) =>
  [t`${movie.duration_minutes} min`, movie.genre, format === "2D" ? format : ""].filter(Boolean);

/** "3D", "in English", "German subtitles": the details that are known. */
function showFacts({ format, audio_language: audio, subtitle_language: subtitles }: Show): string[] {
  const spoken = audio && languageName(audio);
  const written = subtitles && languageName(subtitles);
  const special = format === "2D" ? "" : format;
  return [special, spoken && t`in ${spoken}`, written && t`${written} subtitles`].filter(Boolean);
}

const behindDot = (fact: string) => DOT + fact;

type Props = {
  show: Show;
  /** The address to share. */
  address: string;
};

/** Film, times on the venue's clock, hall and age rating. */
export function ShowHeader({ show, address }: Props) {
  const { movie, venue, hall } = show;
  const time = clockTime(show.starts_at, venue.timezone);
  return (
    <header className={styles.header}>
      <div className={styles.actions}>
        <Link href={`/?venue=${venue.id}&date=${dayOfShow(show)}`} className={styles.back}>
          {t`What’s on`}
        </Link>
        <ShareButton title={movie.title} address={address} className={styles.share} />
      </div>
      <PageHeading title={t`${movie.title}, ${time}: choose seats`}>{movie.title}</PageHeading>
      <p className={styles.when}>
        <ShowTime startsAt={show.starts_at} timeZone={venue.timezone} />
        {"\n"}
        <span>
          {hall.name}, {venue.name}
        </span>
      </p>
      <p className={styles.facts}>
        {show.age_rating && <span className={styles.rating}>{ageLabel(show.age_rating)}</span>}
        <Times show={show} />
        <span className={styles.minor}>{filmFacts(show).map(behindDot)}</span>
        {showFacts(show).map(behindDot)}
      </p>
    </header>
  );
}

/** The number of letters that fit in the line of the facts on a phone. */
const FITS = 43;

/**
 * "film 20:20", on a phone only if it fits, or "started", "film from 20:20" while the advertisements run; then
 * "ends 22:44".
 */
function Times({ show }: { show: Show }) {
  const { starts_at, feature_starts_at, ends_at, on_sale, venue, age_rating } = show;
  const now = useNow();
  const hasStarted = on_sale && Date.parse(starts_at) <= now;
  const zone = venue.timezone;
  const [film, end] = [clockTime(feature_starts_at, zone), clockTime(ends_at, zone)];
  const ends = t`ends\u00a0${end}`;
  const rating = age_rating ? ageLabel(age_rating) : "";
  const line = [rating, t`film ${film}`, ends, ...showFacts(show)].join(" ");
  return (
    <>
      {hasStarted && (
        <>
          <strong>
            {t`started`}
            {behindDot(t`film from ${film}`)}
          </strong>
          {DOT}
        </>
      )}
      {!hasStarted && feature_starts_at !== starts_at && (
        <span className={line.length > FITS ? styles.minor : undefined}>
          {t`film ${film}`}
          {DOT}
        </span>
      )}
      {ends}
    </>
  );
}
