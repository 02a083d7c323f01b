import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { venuesQuery } from "#api/venues.ts";
import { may } from "#staff/team/access.ts";
import { selectCinema, useAllowed, useCinema, useOwnVenues } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { Loaded } from "#staff/ui/loaded.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";

/** The cinema whose prices the page shows: the selected one, else the first that the person may change. */
export function usePriceVenue(): number | null {
  const allowed = useAllowed();
  const venues = useOwnVenues().filter(({ id }) => may(allowed, "manage-prices", id));
  const cinema = useCinema();
  return venues.find(({ id }) => id === cinema)?.id ?? venues[0]?.id ?? null;
}

/** The content of a page for one cinema. Prices belong to a cinema, so with several, one is chosen here. */
export function OfVenue({ children }: { children: (venue: number) => ReactNode }) {
  const venues = useQuery(venuesQuery);
  const venue = usePriceVenue();
  return (
    <Loaded query={venues}>
      {() => (venue === null ? <p>{t`There is no cinema whose prices you may change.`}</p> : children(venue))}
    </Loaded>
  );
}

export function VenueChoice({ venue }: { venue: number }) {
  const allowed = useAllowed();
  const venues = useOwnVenues().filter(({ id }) => may(allowed, "manage-prices", id));
  if (venues.length < 2) return null;
  return (
    <div className={form.form}>
      <SelectField
        label={t`Cinema`}
        value={venue}
        onChange={({ target }) => selectCinema(Number(target.value))}
      >
        {venues.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
