import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Problem } from "#api/problem.ts";
import { codeOf } from "#api/staff/problem.ts";
import { filmsQuery, hallsQuery, useSettingsActions } from "#api/staff/settings.ts";
import type { ManagedHall, ScheduledShow } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { clockTime } from "#lib/time.ts";
import { decimal } from "#staff/ui/decimal.ts";
import { fieldProblem } from "#staff/ui/field-problem.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { type ChosenVenue, WithVenue } from "./chosen-venue.tsx";
import { NoCinema } from "./no-cinema.tsx";

/** Puts the first show on the programme. Its sales open at once. */
export function ShowPage() {
  return (
    <StaffPage title={t`The first show`} narrow>
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
    price: "",
  });
  const [checked, setChecked] = useState(false);
  const [scheduled, setScheduled] = useState<ScheduledShow | null>(null);
  const edit = (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes });
  const missing = (name: keyof typeof draft, text: string) => (checked && draft[name] === "" ? text : null);
  const serverProblem = (field: string) => fieldProblem(error, field);
  const noFilm = missing("film", t`Choose a film.`);
  const noHall = missing("hall", t`Choose a hall.`);

  function submit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (Object.values(draft).includes("")) return;
    const show = {
      movie_id: Number(draft.film),
      hall_id: Number(draft.hall),
      starts_at: `${draft.day}T${draft.time}`,
      price: decimal(draft.price),
    };
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
        label={t`Base price (${venue.currency})`}
        hint={t`Ticket types and seats may add to it.`}
        inputMode="decimal"
        autoComplete="off"
        required
        problem={missing("price", t`Enter a price.`) ?? serverProblem("price")}
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
