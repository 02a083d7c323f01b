import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { cardQuery, ticketTypesQuery, usePriceActions } from "#api/staff/prices.ts";
import { currentState, fieldMessages } from "#api/staff/problem.ts";
import type { PriceCard, StaffTicketType } from "#api/staff/types.ts";
import { venuesQuery } from "#api/venues.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { StaleReload } from "#staff/ui/stale-notice.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { amountsOf, type CardDraft, draftOf, newDraft } from "./amounts.ts";
import { ApplySection } from "./apply.tsx";
import { CardFields } from "./card-fields.tsx";
import { NoTicketTypes } from "./no-ticket-types.tsx";
import { Preview } from "./preview.tsx";
import { OfVenue, VenueChoice } from "./use-price-venue.tsx";

export function NewCardPage() {
  return (
    <StaffPage title={t`New price card`} parent={{ path: "/prices", name: t`Prices` }} narrow>
      <OfVenue>{(venue) => <NewCard key={venue} venue={venue} />}</OfVenue>
    </StaffPage>
  );
}

function NewCard({ venue }: { venue: number }) {
  const types = useQuery(ticketTypesQuery(venue));
  return (
    <>
      <VenueChoice venue={venue} />
      <Loaded query={types}>
        {(found) => <NewCardForm venue={venue} types={found.filter((type) => !type.archived)} />}
      </Loaded>
    </>
  );
}

function NewCardForm({ venue, types }: { venue: number; types: readonly StaffTicketType[] }) {
  const { createCard } = usePriceActions();
  const { busy, error, run } = useAction();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(() => newDraft(types));
  const [checked, setChecked] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    const amounts = amountsOf(draft);
    if (draft.name.trim() === "" || amounts === null) return;
    void run(
      () => createCard(venue, draft.name.trim(), amounts),
      (card) => {
        announce(t`The price card ${card.name} is saved.`);
        navigate("/prices");
      },
    );
  }

  return (
    <CardForm
      venue={venue}
      draft={draft}
      types={types}
      checked={checked}
      error={error}
      busy={busy}
      submit={submit}
      onChange={setDraft}
    />
  );
}

export function CardPage({ cardId }: { cardId: number }) {
  const card = useQuery(cardQuery(cardId));
  const name = card.data?.name;
  return (
    <StaffPage
      title={name === undefined ? t`Price card` : t`Price card: ${name}`}
      parent={{ path: "/prices", name: t`Prices` }}
      narrow
    >
      <Loaded query={card}>{(found) => <LoadedCard card={found} />}</Loaded>
    </StaffPage>
  );
}

function LoadedCard({ card }: { card: PriceCard }) {
  const types = useQuery(ticketTypesQuery(card.venue_id));
  return (
    <Loaded query={types}>
      {(found) => (
        <>
          <ChangeCardForm card={card} types={found.filter((type) => !type.archived)} />
          <ApplySection card={card} />
          <ArchiveSection card={card} />
        </>
      )}
    </Loaded>
  );
}

function ChangeCardForm({ card, types }: { card: PriceCard; types: readonly StaffTicketType[] }) {
  const cache = useQueryClient();
  const { changeCard } = usePriceActions();
  const { busy, error, run, clear } = useAction();
  /** The state that the draft was made from. */
  const [base, setBase] = useState(card);
  const [draft, setDraft] = useState(() => draftOf(card));
  const [checked, setChecked] = useState(false);
  const [saved, setSaved] = useState(false);
  const current = currentState<PriceCard>(error);

  function load(state: PriceCard) {
    cache.setQueryData(cardQuery(state.id).queryKey, state);
    setBase(state);
    setDraft(draftOf(state));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    const amounts = amountsOf(draft);
    if (draft.name.trim() === "" || amounts === null) return;
    void run(
      () => changeCard(card.id, { version: base.version, name: draft.name.trim(), ...amounts }),
      (state) => {
        load(state);
        setSaved(true);
        announce(t`Saved.`);
      },
    );
  }

  return (
    <>
      {current && (
        <StaleReload
          verb={t`Load the newest prices`}
          load={() => {
            load(current);
            clear();
          }}
        >
          {t`Another person has changed this card since you opened the page. Nothing of yours was saved.`}
        </StaleReload>
      )}
      <CardForm
        venue={card.venue_id}
        draft={draft}
        types={types}
        checked={checked}
        error={current ? null : error}
        busy={busy}
        submit={submit}
        status={saved ? t`Saved.` : ""}
        onChange={(next) => {
          setDraft(next);
          setSaved(false);
        }}
      />
    </>
  );
}

type FormProps = {
  venue: number;
  draft: CardDraft;
  types: readonly StaffTicketType[];
  checked: boolean;
  error: unknown;
  busy: boolean;
  status?: string;
  submit: (event: FormEvent) => void;
  onChange: (draft: CardDraft) => void;
};

function CardForm({ venue, draft, types, checked, error, busy, status, submit, onChange }: FormProps) {
  const currency = useQuery(venuesQuery).data?.find(({ id }) => id === venue)?.currency;
  const isTaken = fieldMessages(error, "name").length > 0;
  const nameProblem = checked && draft.name.trim() === "" ? t`Enter a name.` : null;
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Field
        label={t`Name`}
        hint={t`Such as “Cinema Tuesday”.`}
        maxLength={300}
        autoComplete="off"
        required
        problem={isTaken ? t`Another card has this name. Choose another one.` : nameProblem}
        value={draft.name}
        onChange={({ target }) => onChange({ ...draft, name: target.value })}
      />
      {types.length === 0 && <NoTicketTypes />}
      <CardFields currency={currency} draft={draft} types={types} checked={checked} onChange={onChange} />
      <Preview venue={venue} amounts={amountsOf(draft)} types={types} />
      <FormError error={isTaken ? null : error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Save the card`}</Button>
        <ButtonLink href="/prices">{t`Cancel`}</ButtonLink>
        <span role="status">{status}</span>
      </div>
    </form>
  );
}

function ArchiveSection({ card }: { card: PriceCard }) {
  const cache = useQueryClient();
  const { changeCard } = usePriceActions();
  const { busy, error, run } = useAction();
  const { archived } = card;
  return (
    <section className={form.form}>
      <h2>{archived ? t`This card is archived` : t`Archive`}</h2>
      <p>
        {archived
          ? t`No rule can choose it. Shows that have it keep it.`
          : t`An archived card is not chosen for new shows. Shows that have it keep it.`}
      </p>
      <FormError error={error} />
      <div>
        <Button
          busy={busy}
          onClick={() =>
            void run(
              () => changeCard(card.id, { version: card.version, archived: !archived }),
              (state) => {
                cache.setQueryData(cardQuery(state.id).queryKey, state);
                announce(state.archived ? t`The card is archived.` : t`The card is in use again.`);
              },
            )
          }
        >
          {archived ? t`Use it again` : t`Archive the card`}
        </Button>
      </div>
    </section>
  );
}
