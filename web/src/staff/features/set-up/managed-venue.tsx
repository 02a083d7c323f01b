import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { managedVenuesQuery } from "#api/staff/settings.ts";
import type { ManagedVenue } from "#api/staff/types.ts";
import { useCinema } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";

type Props = { children: (venue: ManagedVenue | undefined) => ReactNode };

/** The selected cinema, or the first one that the person manages; undefined before there is one. */
export function WithManagedVenue({ children }: Props) {
  const managed = useQuery(managedVenuesQuery);
  const cinema = useCinema();
  return (
    <Loaded query={managed}>
      {(venues) => children(venues.find(({ id }) => id === cinema) ?? venues[0])}
    </Loaded>
  );
}
