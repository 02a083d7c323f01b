import { useEffect, useState } from "react";
import { recall, remember } from "#lib/storage.ts";

/** What the visitor has typed and chosen: it outlives a reload and an expired hold. */
export type Draft = { email: string; ticketTypes: Record<number, number> };

const EMPTY: Draft = { email: "", ticketTypes: {} };

export function useDraft(showId: number): [Draft, (change: Partial<Draft>) => void] {
  const name = `draft.${showId}`;
  const [draft, setDraft] = useState<Draft>(() => recall<Draft>("session", name) ?? EMPTY);

  useEffect(() => remember("session", name, draft), [name, draft]);

  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}
