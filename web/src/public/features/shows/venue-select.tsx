import { t } from "@lingui/core/macro";
import { useSearchParams } from "wouter";
import type { Show } from "#api/types.ts";
import { Select } from "#ui/field.tsx";
import { changed } from "./filters.ts";

type Props = { venues: readonly Show["venue"][]; chosen: number };

/** Selects another cinema and keeps the other parameters. */
export function VenueSelect({ venues, chosen }: Props) {
  const [, setAddress] = useSearchParams();
  return (
    <Select
      label={t`Cinema`}
      value={chosen}
      onChange={(event) => setAddress((before) => changed(before, { venue: event.target.value }))}
    >
      {venues.map((venue) => (
        <option key={venue.id} value={venue.id}>
          {venue.name}, {venue.city}
        </option>
      ))}
    </Select>
  );
}
