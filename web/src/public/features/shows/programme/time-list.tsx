import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import type { Show } from "#api/types.ts";
import { ageLabel } from "#lib/age-rating.ts";
import { serverNow } from "#lib/clock.ts";
import { dayLong } from "#lib/days.ts";
import { DOT } from "#lib/dot.ts";
import { byDay, byPartOfDay, type PartOfDay } from "../grouping.ts";
import { ShowClock, ShowPrice, ShowVersion } from "../show-chip.tsx";
import { availability, joinFacts, lengthOf } from "../show-text.ts";
import styles from "./time-list.module.css";

const partName = (part: PartOfDay): string =>
  ({ day: t`Daytime`, evening: t`Evening`, late: t`Late`, begun: t`Already started` })[part];

/** The shows of one or more days by time, in parts of the day. */
export function TimeList({ shows, nameDays }: { shows: readonly Show[]; nameDays: boolean }) {
  return byDay(shows).map(({ day, shows: ofDay }) => (
    <div key={day} className={styles.parts}>
      {[...byPartOfDay(ofDay, serverNow())].map(([part, ofPart]) => (
        <section key={part}>
          <h2>{nameDays ? dayLong(day) + DOT + partName(part) : partName(part)}</h2>
          <ul>
            {ofPart.map((show) => (
              <li key={show.id}>
                <TimeRow show={show} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  ));
}

/** "118 min · FSK 12 · Hall 2" */
const factsOf = ({ movie, age_rating, hall }: Show): string =>
  joinFacts(lengthOf(movie), age_rating && ageLabel(age_rating), hall.name);

/** "20:15 · The Long Afternoon · 118 min · FSK 12 · Hall 2 · OmU · from €11 · few left" */
function TimeRow({ show }: { show: Show }) {
  return (
    <Link href={`/show/${show.id}`} className={styles.row} data-tone={availability(show, serverNow())?.tone}>
      <ShowClock show={show} />{" "}
      <span className={styles.film}>
        <strong>{show.movie.title}</strong>{" "}
        <span>
          {factsOf(show)} <ShowVersion show={show} />
        </span>
      </span>{" "}
      <ShowPrice show={show} />
    </Link>
  );
}
