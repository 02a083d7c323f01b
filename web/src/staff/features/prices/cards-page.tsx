import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { cardsQuery } from "#api/staff/prices.ts";
import type { PriceCardSummary } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { useSetUpParent } from "#staff/team/use-set-up-parent.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { NoTicketTypes, useLacksTicketTypes } from "./no-ticket-types.tsx";
import { OfVenue, usePriceVenue, VenueChoice } from "./use-price-venue.tsx";

/** The price cards of a cinema, with the ways to ticket types and rules. */
export function CardsPage() {
  const parent = useSetUpParent();
  const lacksTypes = useLacksTicketTypes(usePriceVenue());
  return (
    <StaffPage
      title={t`Prices`}
      {...(parent && { parent })}
      actions={
        <>
          <ButtonLink
            kind={lacksTypes ? "plain" : "primary"}
            href="/prices/new"
          >{t`New price card`}</ButtonLink>
          <ButtonLink href="/prices/rules">{t`Price rules`}</ButtonLink>
          <ButtonLink href="/prices/ticket-types">{t`Ticket types`}</ButtonLink>
        </>
      }
    >
      {lacksTypes && <NoTicketTypes />}
      <OfVenue>{(venue) => <Cards venue={venue} />}</OfVenue>
    </StaffPage>
  );
}

function Cards({ venue }: { venue: number }) {
  const cards = useQuery(cardsQuery(venue));
  const [showsAll, setShowsAll] = useState(false);
  return (
    <>
      <VenueChoice venue={venue} />
      <p>{t`A price card says what tickets cost. A show gets a card when it is scheduled, and keeps its prices until you apply newer ones. Price rules choose the card.`}</p>
      <Loaded query={cards}>
        {(found) => {
          const archived = found.filter((card) => card.archived).length;
          const shown = found.filter((card) => showsAll || !card.archived);
          return (
            <>
              {archived > 0 && (
                <Checkbox
                  label={t`Show archived cards (${archived})`}
                  checked={showsAll}
                  onChange={setShowsAll}
                />
              )}
              {shown.length === 0 ? (
                <p>{t`This cinema has no price card yet.`}</p>
              ) : (
                <CardTable cards={shown} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function CardTable({ cards }: { cards: readonly PriceCardSummary[] }) {
  return (
    <Table<PriceCardSummary>
      caption={t`Price cards`}
      rows={cards}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Card`, cell: ({ id, name }) => <Link href={`/prices/${id}`}>{name}</Link> },
        { head: t`Base price`, cell: ({ base, currency }) => formatMoney(base, currency) },
        { head: t`Shows with these prices`, cell: ({ shows }) => String(shows.newest) },
        { head: t`Shows with older prices`, cell: ({ shows }) => String(shows.older) },
        { head: t`State`, cell: ({ archived }) => (archived ? t`Archived` : t`In use`) },
      ]}
    />
  );
}
