import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { showingFilmsQuery } from "#api/shows.ts";
import type { ListedMovie, Venue } from "#api/types.ts";
import { dayAndMonth } from "#lib/days.ts";
import { businessDay, type Day } from "#lib/time.ts";
import { Poster } from "#ui/poster.tsx";
import styles from "./coming-films.module.css";

type Props = { venue: Venue; after: Day; shown: ReadonlySet<number> };

/** Pixels below the view within which the films load. */
const MARGIN = "300px";

/** True once the element has been close to the view. */
function useReached() {
  const place = useRef<HTMLDivElement>(null);
  const [isReached, setReached] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setReached(true);
      },
      { rootMargin: MARGIN },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { place, isReached };
}

/** The films of later days, each with its first day: "from 12 December". They load when the visitor gets there. */
export function ComingFilms({ venue, after, shown }: Props) {
  const { place, isReached } = useReached();
  const { data } = useQuery({ ...showingFilmsQuery(venue.id), enabled: isReached });
  const films = (data ?? []).flatMap((film) => {
    const day = firstDay(film, venue);
    return day !== null && day > after && !shown.has(film.id) ? [{ film, day }] : [];
  });
  films.sort((one, other) => (one.day < other.day ? -1 : 1));
  return (
    <div ref={place} className={styles.coming}>
      {films.length > 0 && (
        <section aria-labelledby="coming">
          <h2 id="coming">{t`Coming soon`}</h2>
          <ul>
            {films.map(({ film, day }) => (
              <li key={film.id}>
                <ComingFilm film={film} venue={venue} day={dayAndMonth(day)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const firstDay = ({ next_show_at }: ListedMovie, { timezone, day_starts_at }: Venue): Day | null =>
  next_show_at === null ? null : businessDay(next_show_at, timezone, day_starts_at);

function ComingFilm({ film, venue, day }: { film: ListedMovie; venue: Venue; day: string }) {
  return (
    <Link href={`/film/${film.id}?venue=${venue.id}`}>
      <Poster film={film} />
      <span>
        <strong>{film.title}</strong> <small>{t`from ${day}`}</small>
      </span>
    </Link>
  );
}
