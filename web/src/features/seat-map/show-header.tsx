import { Link } from "wouter";
import { dayOfShow } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./show-header.module.css";

/** Film, time on the venue's clock, hall and rating: what is being booked. */
export function ShowHeader({ show }: { show: Show }) {
  const { movie, venue, hall } = show;
  const time = clockTime(show.starts_at, venue.timezone);
  const facts = [`${movie.duration_minutes} min`, movie.genre, movie.rating, show.format].filter(Boolean);
  return (
    <header className={styles.header}>
      <Link href={`/?venue=${venue.id}&date=${dayOfShow(show)}`} className={styles.back}>
        What’s on
      </Link>
      <PageHeading title={`${movie.title}, ${time}: choose seats`}>{movie.title}</PageHeading>
      <p className={styles.when}>
        <time dateTime={show.starts_at}>
          {longDate(show.starts_at, venue.timezone)}, <strong>{time}</strong>
        </time>
        <span>
          {hall.name}, {venue.name}
        </span>
      </p>
      <p className={styles.facts}>{facts.join(" · ")}</p>
    </header>
  );
}
