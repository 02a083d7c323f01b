import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { cardsQuery, filmsQuery, rulesQuery, usePriceActions } from "#api/staff/prices.ts";
import { currentState, fieldMessages } from "#api/staff/problem.ts";
import type { PriceCardSummary, PriceRule, PriceRuleValues } from "#api/staff/types.ts";
import { venuesQuery } from "#api/venues.ts";
import { announce } from "#lib/announcements.ts";
import { weekdayName } from "#staff/team/local-time.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { StaleReload } from "#staff/ui/stale-notice.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { WEEKDAYS } from "./days.ts";
import { IdSelect } from "./id-select.tsx";
import { OfVenue, VenueChoice } from "./use-price-venue.tsx";

type Draft = {
  card: number | null;
  weekdays: readonly number[];
  from: string;
  before: string;
  first: string;
  last: string;
  holidays: "any" | "only" | "not";
  hall: number | null;
  movie: number | null;
  format: string;
};

const EMPTY: Draft = {
  card: null,
  weekdays: [],
  from: "",
  before: "",
  first: "",
  last: "",
  holidays: "any",
  hall: null,
  movie: null,
  format: "",
};

const HOLIDAYS = { any: null, only: true, not: false } as const;

const draftOf = (rule: PriceRule): Draft => ({
  card: rule.card_id,
  weekdays: rule.weekdays,
  from: rule.starts_from ?? "",
  before: rule.starts_before ?? "",
  first: rule.first_day ?? "",
  last: rule.last_day ?? "",
  holidays: rule.holidays === null ? "any" : rule.holidays ? "only" : "not",
  hall: rule.hall_id,
  movie: rule.movie_id,
  format: rule.format,
});

const valuesOf = (draft: Draft, card: number): PriceRuleValues => ({
  card_id: card,
  weekdays: [...draft.weekdays].sort(),
  starts_from: draft.from || null,
  starts_before: draft.before || null,
  first_day: draft.first || null,
  last_day: draft.last || null,
  holidays: HOLIDAYS[draft.holidays],
  hall_id: draft.hall,
  movie_id: draft.movie,
  format: draft.format.trim(),
});

export function NewRulePage() {
  return (
    <StaffPage title={t`New price rule`} parent={{ path: "/prices/rules", name: t`Price rules` }} narrow>
      <OfVenue>{(venue) => <NewRule key={venue} venue={venue} />}</OfVenue>
    </StaffPage>
  );
}

function NewRule({ venue }: { venue: number }) {
  const { createRule } = usePriceActions();
  const { busy, error, run } = useAction();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(EMPTY);
  return (
    <>
      <VenueChoice venue={venue} />
      <RuleForm
        venue={venue}
        draft={draft}
        setDraft={setDraft}
        busy={busy}
        error={error}
        save={(values) =>
          void run(
            () => createRule(venue, values),
            () => {
              announce(t`The price rule is saved.`);
              navigate("/prices/rules");
            },
          )
        }
      />
    </>
  );
}

export function RulePage({ ruleId }: { ruleId: number }) {
  return (
    <StaffPage title={t`Price rule`} parent={{ path: "/prices/rules", name: t`Price rules` }} narrow>
      <OfVenue>{(venue) => <FoundRule venue={venue} ruleId={ruleId} />}</OfVenue>
    </StaffPage>
  );
}

function FoundRule({ venue, ruleId }: { venue: number; ruleId: number }) {
  const rules = useQuery(rulesQuery(venue));
  return (
    <Loaded query={rules}>
      {(found) => {
        const rule = found.find(({ id }) => id === ruleId);
        return rule ? (
          <ChangeRule key={rule.id} rule={rule} />
        ) : (
          <p>{t`There is no such price rule here.`}</p>
        );
      }}
    </Loaded>
  );
}

function ChangeRule({ rule }: { rule: PriceRule }) {
  const { changeRule } = usePriceActions();
  const { busy, error, run, clear } = useAction();
  const [, navigate] = useLocation();
  /** The state that the draft was made from. */
  const [version, setVersion] = useState(rule.version);
  const [draft, setDraft] = useState(() => draftOf(rule));
  const current = currentState<PriceRule>(error);
  return (
    <>
      {current && (
        <StaleReload
          verb={t`Load the newest state`}
          load={() => {
            setVersion(current.version);
            setDraft(draftOf(current));
            clear();
          }}
        >
          {t`Another person has changed this rule since you opened the page. Nothing of yours was saved.`}
        </StaleReload>
      )}
      <RuleForm
        venue={rule.venue_id}
        draft={draft}
        setDraft={setDraft}
        busy={busy}
        error={current ? null : error}
        save={(values) =>
          void run(
            () => changeRule(rule.id, version, values),
            () => {
              announce(t`The price rule is saved.`);
              navigate("/prices/rules");
            },
          )
        }
      />
    </>
  );
}

type FormProps = {
  venue: number;
  draft: Draft;
  setDraft: (draft: Draft) => void;
  busy: boolean;
  error: unknown;
  save: (values: PriceRuleValues) => void;
};

function RuleForm(props: FormProps) {
  const cards = useQuery(cardsQuery(props.venue));
  return (
    <Loaded query={cards}>
      {(found) => {
        const usable = found.filter(({ id, archived }) => !archived || id === props.draft.card);
        return usable.length === 0 ? (
          <>
            <p>{t`A rule chooses a price card. Add a price card first.`}</p>
            <div>
              <ButtonLink kind="primary" href="/prices/new">{t`New price card`}</ButtonLink>
            </div>
          </>
        ) : (
          <LoadedForm {...props} cards={usable} />
        );
      }}
    </Loaded>
  );
}

function LoadedForm({
  venue,
  draft,
  setDraft,
  busy,
  error,
  save,
  cards,
}: FormProps & { cards: readonly PriceCardSummary[] }) {
  const halls = useQuery(venuesQuery).data?.find(({ id }) => id === venue)?.halls ?? [];
  const films = useQuery(filmsQuery).data ?? [];
  const set = (values: Partial<Draft>) => setDraft({ ...draft, ...values });
  const card = draft.card ?? cards[0]?.id ?? 0;
  const timesDiffer = fieldMessages(error, "starts_before").length > 0;
  const daysAreWrong = fieldMessages(error, "last_day").length > 0;

  function submit(event: FormEvent) {
    event.preventDefault();
    save(valuesOf(draft, card));
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <SelectField
        label={t`Price card`}
        value={card}
        onChange={({ target }) => set({ card: Number(target.value) })}
      >
        {cards.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <p
        className={form.hint}
      >{t`The rule applies to shows that meet all conditions below. An empty condition is met by every show.`}</p>
      <fieldset className={form.set}>
        <legend>{t`Weekdays`}</legend>
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day}
            label={weekdayName(day)}
            checked={draft.weekdays.includes(day)}
            onChange={(chosen) =>
              set({
                weekdays: chosen ? [...draft.weekdays, day] : draft.weekdays.filter((one) => one !== day),
              })
            }
          />
        ))}
      </fieldset>
      <div className={form.pair}>
        <Field
          label={t`Starts from`}
          type="time"
          value={draft.from}
          onChange={({ target }) => set({ from: target.value })}
        />
        <Field
          label={t`Starts before`}
          hint={t`May be after midnight.`}
          type="time"
          problem={timesDiffer ? t`Give two different times, or none.` : null}
          value={draft.before}
          onChange={({ target }) => set({ before: target.value })}
        />
      </div>
      <div className={form.pair}>
        <Field
          label={t`First day`}
          type="date"
          value={draft.first}
          onChange={({ target }) => set({ first: target.value })}
        />
        <Field
          label={t`Last day`}
          type="date"
          problem={daysAreWrong ? t`The last day is before the first day.` : null}
          value={draft.last}
          onChange={({ target }) => set({ last: target.value })}
        />
      </div>
      <div className={form.pair}>
        <SelectField
          label={t`Public holidays`}
          value={draft.holidays}
          onChange={({ target }) => set({ holidays: target.value as Draft["holidays"] })}
        >
          <option value="any">{t`any day`}</option>
          <option value="only">{t`only on public holidays`}</option>
          <option value="not">{t`not on public holidays`}</option>
        </SelectField>
        <IdSelect
          label={t`Hall`}
          any={t`any hall`}
          options={halls}
          value={draft.hall}
          onChange={(hall) => set({ hall })}
        />
        <IdSelect
          label={t`Film`}
          any={t`any film`}
          options={films.map(({ id, title }) => ({ id, name: title }))}
          value={draft.movie}
          onChange={(movie) => set({ movie })}
        />
        <Field
          label={t`Format`}
          placeholder="3D"
          maxLength={40}
          autoComplete="off"
          value={draft.format}
          onChange={({ target }) => set({ format: target.value })}
        />
      </div>
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Save the rule`}</Button>
        <ButtonLink href="/prices/rules">{t`Cancel`}</ButtonLink>
      </div>
    </form>
  );
}
