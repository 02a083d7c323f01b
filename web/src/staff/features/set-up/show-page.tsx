import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Problem } from "#api/problem.ts";
import { codeOf } from "#api/staff/problem.ts";
import { filmsQuery, hallsQuery, plannedShowQuery, useSettingsActions } from "#api/staff/settings.ts";
import type { ManagedHall, NewShow, ScheduledShow } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { formatMoney } from "#lib/money.ts";
import { clockTime } from "#lib/time.ts";
import { decimal } from "#staff/ui/decimal.ts";
import { fieldProblem } from "#staff/ui/field-problem.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { useDebounced } from "#staff/ui/use-debounced.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { type ChosenVenue, WithVenue } from "./chosen-venue.tsx";
import { NoCinema } from "./no-cinema.tsx";

/** Puts the first show on the programme. Its sales open at once. */
export function ShowPage() {
  return (
    <StaffPage title={t`The first show`} parent={{ path: "/set-up", name: t`Set-up` }} narrow>
      <WithVenue permission="manage-programme">
        {(venue) => (venue ? <ShowOf key={venue.id} venue={venue} /> : <NoCinema />)}
      </WithVenue>
    </StaffPage>
  );
}

function ShowOf({ venue }: { venue: ChosenVenue }) {
  const halls = useQuery(hallsQuery(venue.id));
  const films = useQuery(filmsQuery);
  return (
    <Loaded query={halls}>
      {(allHalls) => (
        <Loaded query={films}>
          {(allFilms) => {
            if (allHalls.length === 0) {
              return (
                <>
                  <p>{t`A show needs a hall.`}</p>
                  <div>
                    <ButtonLink kind="primary" href="/set-up/hall">{t`Create a hall`}</ButtonLink>
                  </div>
                </>
              );
            }
            if (allFilms.length === 0) {
              return (
                <>
                  <p>{t`A show needs a film.`}</p>
                  <div>
                    <ButtonLink kind="primary" href="/films">{t`Add a film`}</ButtonLink>
                  </div>
                </>
              );
            }
            return <ShowForm venue={venue} halls={allHalls} films={allFilms} />;
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

type Draft = { film: string; hall: string; day: string; time: string; format: string; price: string };

/** The request for the server; null while something else than the price is missing. */
function showOf({ price, ...draft }: Draft): NewShow | null {
  if (Object.values(draft).some((text) => text.trim() === "")) return null;
  return {
    movie_id: Number(draft.film),
    hall_id: Number(draft.hall),
    starts_at: `${draft.day}T${draft.time}`,
    format: draft.format.trim(),
    ...(price.trim() === "" ? {} : { price: decimal(price) }),
    dry_run: false,
  };
}

const PAUSE_MS = 300;

/** The price card and the price that the show would get, from the server. */
function PlannedPrice({ show }: { show: NewShow | null }) {
  const settled = useDebounced(JSON.stringify(show), PAUSE_MS);
  const wanted = JSON.parse(settled) as NewShow | null;
  const { data, error } = useQuery(plannedShowQuery(wanted));
  return <p role="status">{wanted === null ? "" : plannedText(data, error)}</p>;
}

function plannedText(planned: ScheduledShow | undefined, error: unknown): string {
  // The form shows all other refusals when it is sent.
  if (fieldProblem(error, "price") !== null) return t`No price rule applies to this show. Enter a price.`;
  if (error || !planned) return "";
  const { card, format } = planned;
  const price = formatMoney(planned.price, planned.currency);
  if (card === null) return t`The show gets its own price: ${price}.`;
  return t`The price card “${card.name}” applies: ${price} in ${format}, before supplements for ticket types and seats.`;
}

type Film = { id: number; title: string; duration_minutes: number };
type FormProps = { venue: ChosenVenue; halls: readonly ManagedHall[]; films: readonly Film[] };

function ShowForm({ venue, halls, films }: FormProps) {
  const { schedule } = useSettingsActions();
  const { busy, error, run } = useAction();
  const [draft, setDraft] = useState({
    film: films.length === 1 ? String(films[0]?.id) : "",
    hall: halls.length === 1 ? String(halls[0]?.id) : "",
    day: "",
    time: "20:00",
    format: "2D",
    price: "",
  });
  const [checked, setChecked] = useState(false);
  const [scheduled, setScheduled] = useState<ScheduledShow | null>(null);
  const formats = useId();
  const edit = (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes });
  const missing = (name: keyof typeof draft, text: string) => (checked && draft[name] === "" ? text : null);
  const serverProblem = (field: string) => fieldProblem(error, field);
  const noFilm = missing("film", t`Choose a film.`);
  const noHall = missing("hall", t`Choose a hall.`);
  const show = showOf(draft);
  // Without a price of its own, the only other refusal is that no rule chooses a card.
  const priceProblem =
    draft.price === "" && serverProblem("price") !== null
      ? t`No price rule applies to this show. Enter a price.`
      : serverProblem("price");

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (show === null) return;
    void run(
      () => schedule(show),
      (done) => {
        setScheduled(done);
        focusHeading();
        announce(t`The show is on sale.`);
      },
    );
  }

  if (scheduled) {
    const { title } = scheduled;
    const time = clockTime(scheduled.starts_at, venue.timezone);
    return (
      <>
        <p>{t`${title} at ${time} is on the programme and on sale.`}</p>
        <p>
          <a href={`/show/${scheduled.id}`}>{t`See it as your customers do`}</a>
        </p>
        <div>
          <ButtonLink kind="primary" href="/set-up">{t`Set-up`}</ButtonLink>
        </div>
      </>
    );
  }
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <SelectField label={t`Film`} value={draft.film} onChange={({ target }) => edit({ film: target.value })}>
        <option value="">{t`Choose a film`}</option>
        {films.map(({ id, title, duration_minutes }) => (
          <option key={id} value={id}>
            {t`${title} (${duration_minutes} min)`}
          </option>
        ))}
      </SelectField>
      {noFilm && <p className={form.error}>{noFilm}</p>}
      <SelectField label={t`Hall`} value={draft.hall} onChange={({ target }) => edit({ hall: target.value })}>
        <option value="">{t`Choose a hall`}</option>
        {halls.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {noHall && <p className={form.error}>{noHall}</p>}
      <div className={form.pair}>
        <Field
          label={t`Day`}
          type="date"
          required
          problem={missing("day", t`Choose a day.`)}
          value={draft.day}
          onChange={({ target }) => edit({ day: target.value })}
        />
        <Field
          label={t`Begin`}
          hint={t`On the clock of the cinema (${venue.timezone}).`}
          type="time"
          required
          problem={missing("time", t`Enter a time.`) ?? serverProblem("starts_at")}
          value={draft.time}
          onChange={({ target }) => edit({ time: target.value })}
        />
      </div>
      <Field
        label={t`Format`}
        hint={t`Such as 2D, 3D or IMAX.`}
        list={formats}
        maxLength={40}
        autoComplete="off"
        required
        problem={missing("format", t`Enter a format.`) ?? serverProblem("format")}
        value={draft.format}
        onChange={({ target }) => edit({ format: target.value })}
      />
      <datalist id={formats}>
        <option value="2D" />
        <option value="3D" />
      </datalist>
      <PlannedPrice show={show} />
      <Field
        label={t`Own price (${venue.currency})`}
        hint={t`Only if no price card is to apply. Ticket types may add to it.`}
        inputMode="decimal"
        autoComplete="off"
        problem={priceProblem}
        value={draft.price}
        onChange={({ target }) => edit({ price: target.value })}
      />
      <Clash error={error} timezone={venue.timezone} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Put it on sale`}</Button>
        <ButtonLink href="/set-up">{t`Cancel`}</ButtonLink>
      </div>
    </form>
  );
}

type ClashData = { movie?: string; starts_at?: string; hall_free_at?: string; next_free_at?: string };

/** The show in the way and the next free time, or another error. */
function Clash({ error, timezone }: { error: unknown; timezone: string }) {
  const data = codeOf(error) === "hall-occupied" && error instanceof Problem ? (error.data as ClashData) : {};
  const { movie, starts_at, hall_free_at, next_free_at } = data;
  if (!movie || !starts_at || !hall_free_at || !next_free_at) return <FormError error={error} />;
  const start = clockTime(starts_at, timezone);
  const end = clockTime(hall_free_at, timezone);
  const next = clockTime(next_free_at, timezone);
  return (
    <div role="alert">
      <Notice tone="danger">
        {t`The hall is not free: ${movie} begins at ${start}, and the hall is clean at ${end}. Your film fits from ${next} on.`}
      </Notice>
    </div>
  );
}
