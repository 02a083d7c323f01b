import { useEffect, useState } from "react";
import { getItem, setItem } from "#lib/storage.ts";

/**
 * The form's contents. They survive a reload and an expired hold. The customer is kept for other shows too,
 * the ticket types are not.
 */
export type Draft = { email: string; name: string; ticketTypes: Record<number, number> };

const EMPTY: Draft = { email: "", name: "", ticketTypes: {} };
const CUSTOMER = "customer";

export function useDraft(showId: number): [Draft, (change: Partial<Draft>) => void] {
  const storageKey = `draft.${showId}`;
  const [draft, setDraft] = useState<Draft>(() => ({
    ...EMPTY,
    ...getItem<Partial<Draft>>("session", CUSTOMER),
    ...getItem<Partial<Draft>>("session", storageKey),
  }));

  useEffect(() => {
    const { ticketTypes, ...customer } = draft;
    setItem("session", CUSTOMER, customer);
    setItem("session", storageKey, { ticketTypes });
  }, [storageKey, draft]);

  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}

/** The `customer` of a booking request. The name is optional. */
export function customerOf(draft: Draft) {
  const [email, name] = [draft.email.trim(), draft.name.trim()];
  return name === "" ? { email } : { email, name };
}
