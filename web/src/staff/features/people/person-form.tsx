import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { currentPerson } from "#api/staff/problem.ts";
import { personQuery, useTeamActions } from "#api/staff/team.ts";
import type { Person } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { grantsText, personName } from "#staff/team/names.ts";
import { useVenues } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaleNotice } from "#staff/ui/stale-notice.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { changesOf, type Draft, draftOf, rebased } from "./changes.ts";
import { NameFields } from "./name-fields.tsx";
import { RolesFields } from "./roles-fields.tsx";

/** Name and roles. A save that is stale shows the current state, and can be applied to it. */
export function PersonForm({ person }: { person: Person }) {
  const cache = useQueryClient();
  const { change } = useTeamActions();
  const { busy, error, run, clear } = useAction();
  /** The state that the draft was made from. */
  const [base, setBase] = useState(person);
  const [draft, setDraft] = useState(draftOf(person));
  const [saved, setSaved] = useState(false);
  const current = currentPerson(error);
  const email = person.email;

  function edit(next: Draft) {
    setDraft(next);
    setSaved(false);
  }

  function store(state: Person) {
    cache.setQueryData(personQuery(state.id).queryKey, state);
    setBase(state);
  }

  function save(from: Person, values: Draft) {
    // Deactivating changes the version, too, and keeps what the form shows.
    const changes = changesOf(from, values);
    if (!changes) return setSaved(true);
    void run(
      () => change(person.id, changes),
      (state) => {
        store(state);
        setDraft(draftOf(state));
        setSaved(true);
        announce(t`Saved.`);
      },
    );
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    save(person.version > base.version && isUntouched(base, person) ? person : base, draft);
  }

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <p className={form.hint}>{t`Signs in as ${email}`}</p>
      <NameFields draft={draft} onChange={edit} />
      <RolesFields roles={draft.roles} onChange={(roles) => edit({ ...draft, roles })} />
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
          <ChangedTo person={current} />
        </StaleNotice>
      ) : (
        <FormError error={error} />
      )}
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Save`}</Button>
        <span role="status">{saved && t`Saved.`}</span>
      </div>
    </form>
  );
}

/** Whether a newer state has the same name and roles: only the sign-in was changed, on this page. */
const isUntouched = (base: Person, newer: Person): boolean => changesOf(base, draftOf(newer)) === null;

function ChangedTo({ person }: { person: Person }) {
  const venues = useVenues();
  const name = personName(person);
  const roles = grantsText(venues, person.roles);
  return t`Another person has changed this person since you opened the page. Nothing of yours was saved. Now it is: ${name}, ${roles}.`;
}
