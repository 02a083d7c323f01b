/** The form of some settings: what changed, the stale save, the confirmation, and the server's messages. */

import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Problem } from "#api/problem.ts";
import { codeOf } from "#api/staff/problem.ts";
import { settingsQuery, useSettingsActions } from "#api/staff/settings.ts";
import type { Impact, VenueChanges, VenueSettings } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { fieldProblem } from "#staff/ui/field-problem.ts";
import { useAction } from "#staff/ui/use-action.ts";
import { changesBetween, type Values } from "./changes.ts";

const nothing = () => ({});

/**
 * Keeps the draft of a form. `valuesOf` gives the values of the request that the draft stands for, and
 * `missingIn` a sentence for each field that is to be filled first.
 */
export function useVenueForm<Draft>(
  settings: VenueSettings,
  draftOf: (settings: VenueSettings) => Draft,
  valuesOf: (draft: Draft) => Values,
  missingIn: (draft: Draft) => Record<string, string | undefined> = nothing,
) {
  const cache = useQueryClient();
  const { change } = useSettingsActions();
  const { busy, error, run, clear } = useAction();
  /** The state that the draft was made from. */
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [saved, setSaved] = useState(false);
  const [checked, setChecked] = useState(false);
  const missing = missingIn(draft);

  function store(state: VenueSettings) {
    cache.setQueryData(settingsQuery(state.id).queryKey, state);
    setBase(state);
    setDraft(draftOf(state));
  }

  function save(options: Partial<Pick<VenueChanges, "version" | "confirm">> = {}) {
    setChecked(true);
    if (Object.keys(missing).length > 0) return clear();
    const changes = changesBetween(valuesOf(draftOf(base)), valuesOf(draft));
    if (changes === null) {
      clear();
      return setSaved(true);
    }
    void run(
      () =>
        change(base.id, { version: base.version, dry_run: false, confirm: false, ...changes, ...options }),
      ({ impact: _, ...state }) => {
        store(state);
        setSaved(true);
        announce(t`Saved.`);
      },
    );
  }

  const data = error instanceof Problem ? (error.data as { current?: VenueSettings; impact?: Impact }) : {};
  return {
    base,
    draft,
    busy,
    error,
    saved,
    edit(next: Partial<Draft>) {
      setDraft({ ...draft, ...next });
      setSaved(false);
    },
    submit(event: FormEvent) {
      event.preventDefault();
      save();
    },
    /** The first message about a field, or about a part of it. */
    problem: (field: string): string | null =>
      (checked ? missing[field] : undefined) ?? fieldProblem(error, field),
    stale: codeOf(error) === "changed-meanwhile" ? (data.current ?? null) : null,
    impact: codeOf(error) === "confirmation-required" ? (data.impact ?? null) : null,
    confirm: () => save({ confirm: true }),
    apply: (current: VenueSettings) => save({ version: current.version }),
    discard(current: VenueSettings) {
      store(current);
      clear();
    },
    cancel: clear,
  };
}

export type VenueForm = Omit<ReturnType<typeof useVenueForm<unknown>>, "draft" | "edit">;
