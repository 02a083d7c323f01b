import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { adjustmentQuery, ticketTypeQuery, usePriceActions } from "#api/staff/prices.ts";
import { currentState, fieldMessages } from "#api/staff/problem.ts";
import type { StaffTicketType, TicketTypeValues } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { StaleReload } from "#staff/ui/stale-notice.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { useDebounced } from "#staff/ui/use-debounced.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { isAmount, shownAmount, typedAmount } from "./amounts.ts";
import { OfVenue, VenueChoice } from "./use-price-venue.tsx";

const LANGUAGES = ["de", "en"] as const;

type Draft = {
  name: string;
  names: Record<string, string>;
  adjustment: string;
  age: string;
  most: string;
  position: string;
  needsProof: boolean;
  counterOnly: boolean;
};

const EMPTY: Draft = {
  name: "",
  names: {},
  adjustment: "0",
  age: "",
  most: "",
  position: "",
  needsProof: false,
  counterOnly: false,
};

const draftOf = (type: StaffTicketType): Draft => ({
  name: type.name,
  names: Object.fromEntries(Object.entries(type.translations).map(([tag, { name = "" }]) => [tag, name])),
  adjustment: shownAmount(type.adjustment),
  age: String(type.minimum_age ?? ""),
  most: String(type.most_per_order ?? ""),
  position: String(type.position),
  needsProof: type.needs_proof,
  counterOnly: type.counter_only,
});

const isCount = (text: string): boolean => text.trim() === "" || /^[1-9]\d?$/.test(text.trim());
const countOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));

/** Null while a field is not complete. */
function valuesOf(draft: Draft): TicketTypeValues | null {
  const { name, adjustment, age, most, position } = draft;
  const isComplete =
    name.trim() !== "" &&
    isAmount(adjustment) &&
    isCount(age) &&
    isCount(most) &&
    /^\d{0,4}$/.test(position.trim());
  if (!isComplete) return null;
  const names = Object.entries(draft.names).filter(([, text]) => text.trim() !== "");
  return {
    name: name.trim(),
    translations: Object.fromEntries(names.map(([tag, text]) => [tag, { name: text.trim() }])),
    adjustment: typedAmount(adjustment),
    minimum_age: countOf(age),
    most_per_order: countOf(most),
    needs_proof: draft.needsProof,
    counter_only: draft.counterOnly,
    ...(position.trim() === "" ? {} : { position: Number(position) }),
  };
}

export function NewTicketTypePage() {
  return (
    <StaffPage
      title={t`New ticket type`}
      parent={{ path: "/prices/ticket-types", name: t`Ticket types` }}
      narrow
    >
      <OfVenue>{(venue) => <NewTicketType venue={venue} />}</OfVenue>
    </StaffPage>
  );
}

function NewTicketType({ venue }: { venue: number }) {
  const { createTicketType } = usePriceActions();
  const { busy, error, run } = useAction();
  const [, navigate] = useLocation();
  return (
    <>
      <VenueChoice venue={venue} />
      <TypeForm
        venue={venue}
        initial={EMPTY}
        busy={busy}
        error={error}
        save={(values) =>
          void run(
            () => createTicketType(venue, values),
            ({ name }) => {
              announce(t`The ticket type ${name} is saved.`);
              navigate("/prices/ticket-types");
            },
          )
        }
      />
    </>
  );
}

export function TicketTypePage({ typeId }: { typeId: number }) {
  const type = useQuery(ticketTypeQuery(typeId));
  const name = type.data?.name;
  return (
    <StaffPage
      title={name === undefined ? t`Ticket type` : t`Ticket type: ${name}`}
      parent={{ path: "/prices/ticket-types", name: t`Ticket types` }}
      narrow
    >
      <Loaded query={type}>{(found) => <ChangeType key={found.version} type={found} />}</Loaded>
    </StaffPage>
  );
}

function ChangeType({ type }: { type: StaffTicketType }) {
  const cache = useQueryClient();
  const { changeTicketType } = usePriceActions();
  const { busy, error, run, clear } = useAction();
  const [, navigate] = useLocation();
  const current = currentState<StaffTicketType>(error);
  const change = (values: Partial<TicketTypeValues> & { archived?: boolean }) =>
    void run(
      () => changeTicketType(type.id, { version: type.version, ...values }),
      ({ name }) => {
        announce(t`The ticket type ${name} is saved.`);
        navigate("/prices/ticket-types");
      },
    );
  return (
    <>
      {current && (
        <StaleReload
          verb={t`Load the newest state`}
          load={() => {
            cache.setQueryData(ticketTypeQuery(type.id).queryKey, current);
            clear();
          }}
        >
          {t`Another person has changed this ticket type since you opened the page. Nothing of yours was saved.`}
        </StaleReload>
      )}
      <TypeForm
        venue={type.venue_id}
        initial={draftOf(type)}
        busy={busy}
        error={current ? null : error}
        save={change}
      />
      <section className={form.form}>
        <h2>{type.archived ? t`This ticket type is archived` : t`Archive`}</h2>
        <p>{t`An archived ticket type is not sold any more. Tickets that are sold stay valid.`}</p>
        <div>
          <Button busy={busy} onClick={() => change({ archived: !type.archived })}>
            {type.archived ? t`Sell it again` : t`Archive the ticket type`}
          </Button>
        </div>
      </section>
    </>
  );
}

const PAUSE_MS = 300;

/** Warns that the typed difference is more than a ticket costs. The server decides. */
function FreeWarning({ venue, adjustment }: { venue: number; adjustment: string }) {
  const settled = useDebounced(adjustment, PAUSE_MS);
  const isComplete = isAmount(settled);
  const { data } = useQuery({
    ...adjustmentQuery(venue, isComplete ? typedAmount(settled) : ""),
    enabled: isComplete,
  });
  return (
    <div role="status">
      {isComplete && data?.clamped && (
        <Notice tone="warn">
          {t`This takes off more than the cheapest seat costs. Some tickets are then sold for nothing.`}
        </Notice>
      )}
    </div>
  );
}

type FormProps = {
  venue: number;
  initial: Draft;
  busy: boolean;
  error: unknown;
  save: (values: TicketTypeValues) => void;
};

function TypeForm({ venue, initial, busy, error, save }: FormProps) {
  const [draft, setDraft] = useState(initial);
  const [checked, setChecked] = useState(false);
  const set = (values: Partial<Draft>) => setDraft({ ...draft, ...values });
  const isTaken = fieldMessages(error, "name").length > 0;
  const nameProblem = checked && draft.name.trim() === "" ? t`Enter a name.` : null;
  const countProblem = (text: string) =>
    checked && !isCount(text) ? t`Enter a number from 1 to 99, or nothing.` : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    const values = valuesOf(draft);
    if (values) save(values);
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Field
        label={t`Name`}
        maxLength={300}
        autoComplete="off"
        required
        problem={isTaken ? t`Another ticket type has this name. Choose another one.` : nameProblem}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <div className={form.pair}>
        {LANGUAGES.map((tag) => (
          <Field
            key={tag}
            label={tag === "de" ? t`Name in German` : t`Name in English`}
            maxLength={300}
            autoComplete="off"
            value={draft.names[tag] ?? ""}
            onChange={({ target }) => set({ names: { ...draft.names, [tag]: target.value } })}
          />
        ))}
      </div>
      <Field
        label={t`Difference to the price of the show`}
        hint={t`For shows without a price card. Such as -2.00.`}
        autoComplete="off"
        required
        problem={checked && !isAmount(draft.adjustment) ? t`Enter an amount, such as 2.50.` : null}
        value={draft.adjustment}
        onChange={({ target }) => set({ adjustment: target.value })}
      />
      <FreeWarning venue={venue} adjustment={draft.adjustment} />
      <div className={form.pair}>
        <Field
          label={t`Minimum age`}
          inputMode="numeric"
          autoComplete="off"
          problem={countProblem(draft.age)}
          value={draft.age}
          onChange={({ target }) => set({ age: target.value })}
        />
        <Field
          label={t`Most per order`}
          inputMode="numeric"
          autoComplete="off"
          problem={countProblem(draft.most)}
          value={draft.most}
          onChange={({ target }) => set({ most: target.value })}
        />
        <Field
          label={t`Position in the list`}
          hint={t`The lowest is the default.`}
          inputMode="numeric"
          autoComplete="off"
          value={draft.position}
          onChange={({ target }) => set({ position: target.value })}
        />
      </div>
      <Checkbox
        label={t`Proof is needed at the entrance`}
        hint={t`Such as a student card. The ticket says so.`}
        checked={draft.needsProof}
        onChange={(needsProof) => set({ needsProof })}
      />
      <Checkbox
        label={t`Sold at the counter only`}
        checked={draft.counterOnly}
        onChange={(counterOnly) => set({ counterOnly })}
      />
      <FormError error={isTaken ? null : error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Save the ticket type`}</Button>
        <ButtonLink href="/prices/ticket-types">{t`Cancel`}</ButtonLink>
      </div>
    </form>
  );
}
