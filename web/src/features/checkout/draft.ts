import { useEffect, useState } from "react";
import { recall, remember } from "#lib/storage.ts";

/** What the visitor has typed and chosen: it outlives a reload and an expired hold. */
export type Draft = { email: string; name: string; ticketTypes: Record<number, number> };

const EMPTY: Draft = { email: "", name: "", ticketTypes: {} };

export function useDraft(showId: number): [Draft, (change: Partial<Draft>) => void] {
  const name = `draft.${showId}`;
  const [draft, setDraft] = useState<Draft>(() => ({ ...EMPTY, ...recall<Draft>("session", name) }));

  useEffect(() => remember("session", name, draft), [name, draft]);

  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}

/** Whom the tickets go to; a name is nobody's duty. */
export function customerOf(draft: Draft) {
  const [email, name] = [draft.email.trim(), draft.name.trim()];
  return name === "" ? { email } : { email, name };
}
