import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { ShowToday, VenueToday } from "#api/staff/types.ts";
import { clockTime, dateText } from "#lib/time.ts";
import { may } from "#staff/team/access.ts";
import { zoneNote } from "#staff/team/times.ts";
import { useAllowed } from "#staff/team/use-team.ts";
import { Badge } from "#staff/ui/badge.tsx";
import { SeatBar } from "./seat-bar.tsx";
import styles from "./today.module.css";

/** The shows of a cinema's business day, by time. */
export function VenueShows({ today: { venue, day, shows }, now }: { today: VenueToday; now: string }) {
  const id = `venue-${venue.id}`;
  const date = dateText(`${day}T12:00:00Z`, "UTC");
  const note = zoneNote(venue.timezone);
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h2 id={id}>
        {venue.name} <small className={styles.date}>{date}</small>
      </h2>
      {shows.length === 0 && <p>{t`No show today.`}</p>}
      {shows.length > 0 && (
        <ol className={styles.shows}>
          {shows.map((show) => (
            <Row key={show.id} show={show} venue={venue} now={now} />
          ))}
        </ol>
      )}
      {note && <p className={styles.note}>{note}</p>}
    </section>
  );
}

type RowProps = { show: ShowToday; venue: VenueToday["venue"]; now: string };

function Row({ show, venue, now }: RowProps) {
  const allowed = useAllowed();
  const start = clockTime(show.starts_at, venue.timezone);
  const end = clockTime(show.ends_at, venue.timezone);
  const at = Date.parse(now);
  const isCancelled = show.status === "CANCELLED";
  const isOver = Date.parse(show.ends_at) <= at;
  const isRunning = Date.parse(show.starts_at) <= at && !isOver;
  return (
    <li data-quiet={isOver || isCancelled || undefined}>
      <span className={styles.time}>
        <time dateTime={show.starts_at}>{start}</time>
        <small>–{end}</small>
      </span>
      <span className={styles.film}>
        <strong>{show.title}</strong>
        <span className={styles.hall}>
          {show.hall.name}
          {isCancelled && <Badge tone="danger">{t`Cancelled`}</Badge>}
          {!isCancelled && isRunning && <Badge tone="good">{t`Running`}</Badge>}
          {!isCancelled && isOver && <Badge tone="quiet">{t`Over`}</Badge>}
        </span>
      </span>
      <SeatBar show={show} />
      {may(allowed, "read-orders", venue.id) ? (
        <Link href={`/shows/${show.id}/attendees`} aria-label={t`Who comes to ${show.title} at ${start}`}>
          {t`Who comes`}
        </Link>
      ) : (
        <span />
      )}
    </li>
  );
}
