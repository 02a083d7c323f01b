import { t } from "@lingui/core/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { useNow } from "#api/config.ts";
import { todayAt } from "#api/shows.ts";
import type { AgeRating, Show, WholeMovie } from "#api/types.ts";
import { chosenVenue } from "#api/venues.ts";
import { ageNotice } from "#lib/age-rating.ts";
import { dayLong } from "#lib/days.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/skeleton.tsx";
import styles from "../film-page.module.css";
import { begunLast, byDay, venuesOf } from "../grouping.ts";
import { ListStatus } from "../list-status.tsx";
import { ShowChips } from "../show-chip.tsx";
import { VenueSelect } from "../venue-select.tsx";

/**
 * The rule of the film's age rating, and its shows at one cinema, by day. A select offers the other cinemas.
 */
export function FilmShows({ film, list }: { film: WholeMovie; list: UseQueryResult<Show[]> }) {
  const now = useNow();
  const isWaiting = list.isLoading || (list.data !== undefined && Number.isNaN(now));
  return (
    <section className={styles.shows} aria-labelledby="film-shows" aria-busy={isWaiting}>
      <div>
        <h2 id="film-shows">{t`Shows`}</h2>
        <ListStatus list={list} />
      </div>
      {isWaiting && <Waiting />}
      {list.data?.length === 0 && <NoShows film={film} />}
      {list.data && !Number.isNaN(now) && <AtOneVenue film={film} shows={list.data} now={now} />}
    </section>
  );
}

/** The selected cinema of those that show the film; undefined until its shows have loaded. */
export function useShownVenue(shows: readonly Show[]) {
  const [address] = useSearchParams();
  return chosenVenue(venuesOf(shows), address.get("venue"));
}

type AtOneVenueProps = { film: WholeMovie; shows: readonly Show[]; now: number };

function AtOneVenue({ film, shows, now }: AtOneVenueProps) {
  const venues = venuesOf(shows);
  const venue = useShownVenue(shows);
  if (!venue) return null;
  const today = todayAt(venue, now);
  const here = shows.filter((show) => show.venue.id === venue.id);
  return (
    <>
      {venues.length > 1 ? (
        <VenueSelect venues={venues} chosen={venue.id} />
      ) : (
        <p>
          {venue.name}, {venue.city}
        </p>
      )}
      <AgeNotice ratings={film.age_ratings.filter(({ country }) => country === venue.country)} />
      {byDay(here).map(({ day, shows: ofDay }) => (
        <section key={day} className={styles.day} aria-label={dayLong(day)}>
          <h3>{day === today ? t`Today` : dayLong(day)}</h3>
          <ShowChips shows={begunLast(ofDay, now)} whole />
        </section>
      ))}
    </>
  );
}

function AgeNotice({ ratings }: { ratings: readonly AgeRating[] }) {
  const notice = ratings.map(ageNotice).join(" ");
  return notice && <p className={styles.age}>{notice}</p>;
}

function NoShows({ film }: { film: WholeMovie }) {
  return (
    <>
      <AgeNotice ratings={film.age_ratings} />
      <p>{t`No shows of this film have been announced.`}</p>
      <ButtonLink href="/">{t`What’s on`}</ButtonLink>
    </>
  );
}

function Waiting() {
  return (
    <>
      <p className="visually-hidden">{t`Loading the shows …`}</p>
      <Blank height="5rem" />
      <Blank height="5rem" />
    </>
  );
}
