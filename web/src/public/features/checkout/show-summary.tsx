import { t } from "@lingui/core/macro";
import type { Show } from "#api/types.ts";
import { ageNotice } from "#lib/age-rating.ts";
import { screeningText } from "#lib/screening.ts";
import { dateText } from "#lib/time.ts";
import { ShowHours } from "#ui/show-hours.tsx";
import styles from "./show-summary.module.css";

/** The show, with the age rating of the film. */
export function ShowSummary({ show }: { show: Show }) {
  const { movie, venue, hall } = show;
  const minutes = movie.duration_minutes;
  const age = ageNotice(show.age_rating);
  return (
    <div className={styles.summary}>
      <h2>{movie.title}</h2>
      <p>
        <time dateTime={show.starts_at}>{dateText(show.starts_at, venue.timezone)}</time>
      </p>
      <p>
        <ShowHours show={show} />
      </p>
      <p>
        {hall.name}, {venue.name}
      </p>
      <p className={styles.facts}>{[screeningText(show), t`${minutes} min`].filter(Boolean).join(" · ")}</p>
      {age && <p className={styles.age}>{age}</p>}
    </div>
  );
}
