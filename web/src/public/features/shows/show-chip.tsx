import { t } from "@lingui/core/macro";
import { Fragment } from "react";
import { Link } from "wouter";
import type { Show } from "#api/types.ts";
import { serverNow } from "#lib/clock.ts";
import { DOT } from "#lib/dot.ts";
import { formatMoneyShort } from "#lib/money.ts";
import { clockTime } from "#lib/time.ts";
import styles from "./show-chip.module.css";
import { availability, formatShort, languages, versionShort } from "./show-text.ts";

/** "20:15 3D OmU", then "from €11 · few left". With `whole`, also the hall and the end. */
export function ShowChip({ show, whole = false }: { show: Show; whole?: boolean }) {
  const tone = availability(show, serverNow())?.tone;
  return (
    <Link href={`/show/${show.id}`} className={styles.chip} data-tone={tone}>
      <span>
        <ShowClock show={show} />
        <ShowVersion show={show} />
      </span>{" "}
      {whole && <HallAndEnd show={show} />}
      <ShowPrice show={show} />
    </Link>
  );
}

export function ShowClock({ show: { starts_at, venue } }: { show: Show }) {
  return <time dateTime={starts_at}>{clockTime(starts_at, venue.timezone)}</time>;
}

/** "3D OmU". Screen readers get the languages in full. */
export function ShowVersion({ show }: { show: Show }) {
  const spoken = languages(show);
  return (
    <>
      {[formatShort(show), versionShort(show)].map(
        (text) =>
          text && (
            <Fragment key={text}>
              {" "}
              <b aria-hidden={text !== show.format || undefined}>{text}</b>
            </Fragment>
          ),
      )}
      {spoken && (
        <>
          {" "}
          <span className="visually-hidden">{spoken}</span>
        </>
      )}
    </>
  );
}

/** "from €11 · few left". A show that can't be booked has the reason instead of the price. */
export function ShowPrice({ show }: { show: Show }) {
  const left = availability(show, serverNow());
  const price = formatMoneyShort(show.price, show.currency);
  return (
    <span>
      {left?.tone !== "unavailable" && t`from ${price}`}
      {left && (
        <>
          {left.tone !== "unavailable" && <span className={styles.dot}>{DOT}</span>}
          <strong>{left.text}</strong>
        </>
      )}
    </span>
  );
}

function HallAndEnd({ show: { hall, ends_at, venue } }: { show: Show }) {
  const end = clockTime(ends_at, venue.timezone);
  return (
    <span>
      {hall.name}
      {DOT}
      {t`ends ${end}`}
    </span>
  );
}

/** The chips of several shows. */
export function ShowChips({ shows, whole = false }: { shows: readonly Show[]; whole?: boolean }) {
  return (
    <ul className={styles.chips}>
      {shows.map((show) => (
        <li key={show.id}>
          <ShowChip show={show} whole={whole} />
        </li>
      ))}
    </ul>
  );
}
