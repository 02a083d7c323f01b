import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { managedVenuesQuery } from "#api/staff/settings.ts";
import type { PermissionName } from "#api/staff/types.ts";
import { venuesQuery } from "#api/venues.ts";
import { may, maySomewhere } from "#staff/team/access.ts";
import { useAllowed, useCinema } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";

export type ChosenVenue = { id: number; name: string; city: string; timezone: string; currency: string };

type Props = { permission: PermissionName; children: (venue: ChosenVenue | undefined) => ReactNode };

/**
 * The selected cinema, or the first one where the person has the permission; undefined before there is one.
 * Managers read the list that is never out of date.
 */
export function WithVenue({ permission, children }: Props) {
  const allowed = useAllowed();
  const isManager = maySomewhere(allowed, "manage-venue");
  const managed = useQuery({ ...managedVenuesQuery, enabled: isManager });
  const all = useQuery({ ...venuesQuery, enabled: !isManager });
  const cinema = useCinema();
  return (
    <Loaded<readonly ChosenVenue[]> query={isManager ? managed : all}>
      {(venues) => {
        const own = venues.filter(({ id }) => may(allowed, permission, id));
        return children(own.find(({ id }) => id === cinema) ?? own[0]);
      }}
    </Loaded>
  );
}
