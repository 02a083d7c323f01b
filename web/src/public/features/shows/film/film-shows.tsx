import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { useNow } from "#api/config.ts";
import { filmShowsQuery, todayAt } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { chosenVenue } from "#api/venues.ts";
import { dayLong } from "#lib/time.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/skeleton.tsx";
import styles from "../film-page.module.css";
import { byDay, venuesOf } from "../grouping.ts";
import { ListStatus } from "../list-status.tsx";
import { ShowTimes } from "../show-button.tsx";
import { VenueSelect } from "../venue-select.tsx";

/** The shows of a film at one cinema, by day. A select offers the other cinemas. */
export function FilmShows({ filmId }: { filmId: number }) {
  const list = useQuery(filmShowsQuery(filmId));
  const now = useNow();
  return (
    <section className={styles.list} aria-labelledby="film-shows" aria-busy={list.isPending}>
      <div>
        <h2 id="film-shows">{t`Shows`}</h2>
        <ListStatus list={list} />
      </div>
      {((list.isPending && list.isFetching) || (list.data && Number.isNaN(now))) && <Waiting />}
      {list.data?.length === 0 && <NoShows />}
      {list.data && !Number.isNaN(now) && <AtOneVenue shows={list.data} now={now} />}
    </section>
  );
}

function AtOneVenue({ shows, now }: { shows: readonly Show[]; now: number }) {
  const [address] = useSearchParams();
  const venues = venuesOf(shows);
  const venue = chosenVenue(venues, address.get("venue"));
  if (!venue) return null;
  const today = todayAt(venue, now);
  return (
    <>
      {venues.length > 1 ? (
        <VenueSelect venues={venues} chosen={venue.id} />
      ) : (
        <p>
          {venue.name}, {venue.city}
        </p>
      )}
      {byDay(shows.filter((show) => show.venue.id === venue.id)).map(({ day, shows: ofDay }) => (
        <section key={day} className={styles.day} aria-label={dayLong(day)}>
          <h3>{day === today ? t`Today` : dayLong(day)}</h3>
          <ShowTimes shows={ofDay} />
        </section>
      ))}
    </>
  );
}

function NoShows() {
  return (
    <>
      <p>{t`No shows of this film have been announced.`}</p>
      <ButtonLink href="/">{t`What’s on`}</ButtonLink>
    </>
  );
}

function Waiting() {
  return (
    <>
      <p className="visually-hidden">{t`Loading the shows …`}</p>
      <Blank height="7.4rem" />
      <Blank height="7.4rem" />
    </>
  );
}
