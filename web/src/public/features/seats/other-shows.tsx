import { useQuery } from "@tanstack/react-query";
import { dayOfShow, programmeQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { clockTime } from "#lib/time.ts";
import { ButtonLink } from "#ui/button.tsx";

/** Other shows of the film on the same day with free seats: "20:15 · Saal 2". */
export function OtherShows({ show }: { show: Show }) {
  const { data = [] } = useQuery(programmeQuery(show.venue.id, dayOfShow(show)));
  return data
    .filter((other) => other.id !== show.id && other.movie.id === show.movie.id)
    .filter((other) => other.on_sale && other.seats_available > 0)
    .map((other) => (
      <ButtonLink key={other.id} href={`/show/${other.id}`}>
        {`${clockTime(other.starts_at, other.venue.timezone)} · ${other.hall.name}`}
      </ButtonLink>
    ));
}
