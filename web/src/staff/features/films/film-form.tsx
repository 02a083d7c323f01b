import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { filmQuery, useFilmActions } from "#api/staff/films.ts";
import { currentState } from "#api/staff/problem.ts";
import type { Film } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { StaleNotice } from "#staff/ui/stale-notice.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { changesOf, type Draft, draftOf, rebased } from "./draft.ts";
import { FilmError } from "./film-error.tsx";
import { FilmFields } from "./film-fields.tsx";
import { useFirstProblem } from "./use-first-problem.ts";

/** The fields of a film. A save that is stale can be applied to the current state. */
export function FilmForm({ film }: { film: Film }) {
  const cache = useQueryClient();
  const { change } = useFilmActions();
  const { busy, error, run, clear } = useAction();
  /** The state that the draft was made from. */
  const [base, setBase] = useState(film);
  const [draft, setDraft] = useState(draftOf(film));
  const [saved, setSaved] = useState(false);
  const current = currentState<Film>(error);
  const fields = useFirstProblem(error);

  function edit(next: Draft) {
    setDraft(next);
    setSaved(false);
  }

  function save(from: Film, values: Draft) {
    const changes = changesOf(from, values);
    if (!changes) return setSaved(true);
    void run(
      () => change(film.id, changes),
      (state) => {
        setBase(state);
        setDraft(draftOf(state));
        setSaved(true);
        announce(t`Saved.`);
      },
    );
  }

  function store(state: Film) {
    cache.setQueryData(filmQuery(state.id).queryKey, state);
    setBase(state);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // A new poster changes the version, too, and keeps what the form shows.
    save(film.version > base.version && changesOf(base, draftOf(film)) === null ? film : base, draft);
  }

  return (
    <form ref={fields} className={form.form} onSubmit={submit} noValidate>
      <FilmFields draft={draft} error={error} onChange={edit} />
      {current ? (
        <StaleNotice
          apply={() => {
            const values = rebased(base, draft, current);
            store(current);
            setDraft(values);
            save(current, values);
          }}
          discard={() => {
            store(current);
            setDraft(draftOf(current));
            clear();
          }}
        >
          {t`Another person has changed this film since you opened the page. Nothing of yours was saved.`}
        </StaleNotice>
      ) : (
        <FilmError error={error} />
      )}
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Save`}</Button>
        <span role="status">{saved && t`Saved.`}</span>
      </div>
    </form>
  );
}
