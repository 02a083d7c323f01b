import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { Show } from "#api/types.ts";
import { serverNow } from "#lib/clock.ts";
import { formatMoneyShort } from "#lib/money.ts";
import { clockTime } from "#lib/time.ts";
import styles from "./show-button.module.css";
import { availability, hasBegun, languages } from "./show-text.ts";

/** "20:15 · 3D · Saal 1 · English, German subtitles · from €11 · few left" */
export function ShowButton({ show }: { show: Show }) {
  const now = serverNow();
  const left = availability(show, now);
  const price = formatMoneyShort(show.price, show.currency);
  return (
    <Link
      href={`/show/${show.id}`}
      className={styles.show}
      data-unavailable={left?.tone === "unavailable" || undefined}
      data-past={hasBegun(show, now) || undefined}
    >
      <span className={styles.head}>
        <time dateTime={show.starts_at}>{clockTime(show.starts_at, show.venue.timezone)}</time>{" "}
        <span className={styles.format}>{show.format}</span>
      </span>
      <span>{show.hall.name}</span>
      {languages(show) && <span>{languages(show)}</span>}
      <span>
        {t`from ${price}`}
        {left && (
          <>
            {" · "}
            <strong data-tone={left.tone}>{left.text}</strong>
          </>
        )}
      </span>
    </Link>
  );
}

/** The buttons of several shows in one row. */
export function ShowTimes({ shows }: { shows: readonly Show[] }) {
  return (
    <ul className={styles.times}>
      {shows.map((show) => (
        <li key={show.id}>
          <ShowButton show={show} />
        </li>
      ))}
    </ul>
  );
}
