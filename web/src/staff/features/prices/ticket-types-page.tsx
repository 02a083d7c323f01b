import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { ticketTypesQuery } from "#api/staff/prices.ts";
import type { StaffTicketType } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { useSetUpParent } from "#staff/team/use-set-up-parent.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { OfVenue, VenueChoice } from "./use-price-venue.tsx";

/** The ticket types of a cinema in their order; the first is the default. */
export function TicketTypesPage() {
  const parent = useSetUpParent();
  return (
    <StaffPage
      title={t`Ticket types`}
      parent={parent ?? { path: "/prices", name: t`Prices` }}
      actions={<ButtonLink kind="primary" href="/prices/ticket-types/new">{t`New ticket type`}</ButtonLink>}
    >
      <OfVenue>{(venue) => <TicketTypes venue={venue} />}</OfVenue>
    </StaffPage>
  );
}

function TicketTypes({ venue }: { venue: number }) {
  const types = useQuery(ticketTypesQuery(venue));
  const [showsAll, setShowsAll] = useState(false);
  return (
    <>
      <VenueChoice venue={venue} />
      <p>{t`Customers choose a ticket type for each seat. The first one is chosen for them.`}</p>
      <Loaded query={types}>
        {(found) => {
          const archived = found.filter((type) => type.archived).length;
          const shown = found.filter((type) => showsAll || !type.archived);
          return (
            <>
              {archived > 0 && (
                <Checkbox
                  label={t`Show archived ticket types (${archived})`}
                  checked={showsAll}
                  onChange={setShowsAll}
                />
              )}
              {shown.length === 0 ? (
                <p>{t`This cinema has no ticket types. Every seat is sold at the price of the show.`}</p>
              ) : (
                <TypeTable types={shown} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** "from 6 years, with proof, counter only" */
function conditionsText(type: StaffTicketType): string {
  const { minimum_age: age, most_per_order: most } = type;
  const texts = [
    age !== null && t`from ${age} years`,
    type.needs_proof && t`with proof`,
    type.counter_only && t`counter only`,
    most !== null && t`at most ${most} per order`,
  ];
  return texts.filter(Boolean).join(", ");
}

function TypeTable({ types }: { types: readonly StaffTicketType[] }) {
  return (
    <Table<StaffTicketType>
      caption={t`Ticket types`}
      rows={types}
      keyOf={({ id }) => id}
      columns={[
        {
          head: t`Ticket type`,
          cell: ({ id, name }) => <Link href={`/prices/ticket-types/${id}`}>{name}</Link>,
        },
        {
          head: t`Without a card`,
          cell: ({ adjustment, currency }) => formatMoney(adjustment, currency),
        },
        { head: t`Conditions`, cell: conditionsText },
        { head: t`State`, cell: ({ archived }) => (archived ? t`Archived` : t`In use`) },
      ]}
    />
  );
}
