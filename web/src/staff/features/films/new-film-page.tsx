import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { useFilmActions } from "#api/staff/films.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { StaffPage } from "#staff/ui/page.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { EMPTY, valuesOf } from "./draft.ts";
import { FilmError } from "./film-error.tsx";
import { FilmFields } from "./film-fields.tsx";
import { useFirstProblem } from "./use-first-problem.ts";

/** Adds a film. Its poster is uploaded on the page of the film, which opens next. */
export function NewFilmPage() {
  const { add } = useFilmActions();
  const { busy, error, run } = useAction();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(EMPTY);
  const fields = useFirstProblem(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(
      () => add(valuesOf(draft)),
      (film) => {
        const { title } = film;
        navigate(`/films/${film.id}`);
        announce(t`${title} is added.`);
      },
    );
  }

  return (
    <StaffPage title={t`Add a film`} parent={{ path: "/films", name: t`Films` }} narrow>
      <form ref={fields} className={form.form} onSubmit={submit} noValidate>
        <FilmFields draft={draft} error={error} onChange={setDraft} />
        <FilmError error={error} />
        <div className={form.actions}>
          <Button type="submit" kind="primary" busy={busy}>{t`Add the film`}</Button>
          <ButtonLink href="/films">{t`Cancel`}</ButtonLink>
        </div>
      </form>
    </StaffPage>
  );
}
