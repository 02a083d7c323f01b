import { useEffect, useState } from "react";
import { customerDraft, deleteSavedCustomer, saveCustomerDraft, savedCustomer } from "#api/saved-customer.ts";
import { getItem, setItem } from "#lib/storage.ts";

/**
 * The form's contents. They survive a reload and an expired hold. The customer is kept for other shows too,
 * the ticket types are not. With `remember`, a purchase saves the customer on this device.
 */
export type Draft = { email: string; name: string; remember: boolean; ticketTypes: Record<number, number> };

const EMPTY: Draft = { email: "", name: "", remember: false, ticketTypes: {} };

function initialDraft(storageKey: string): Draft {
  const saved = savedCustomer();
  return {
    ...EMPTY,
    ...saved,
    remember: saved !== null,
    ...customerDraft(),
    ...getItem<Partial<Draft>>("session", storageKey),
  };
}

export function useDraft(showId: number): [Draft, (change: Partial<Draft>) => void] {
  const storageKey = `draft.${showId}`;
  const [draft, setDraft] = useState<Draft>(() => initialDraft(storageKey));

  useEffect(() => {
    const { ticketTypes, email, name, remember } = draft;
    saveCustomerDraft({ email, name, remember });
    setItem("session", storageKey, { ticketTypes });
  }, [storageKey, draft]);

  return [
    draft,
    (change) => {
      if (change.remember === false) deleteSavedCustomer();
      setDraft((before) => ({ ...before, ...change }));
    },
  ];
}

/** The `customer` of a booking request. The name is optional. */
export function customerOf(draft: Draft) {
  const [email, name] = [draft.email.trim(), draft.name.trim()];
  return name === "" ? { email } : { email, name };
}
