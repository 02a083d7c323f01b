import { useEffect, useState } from "react";
import { deleteSavedCustomer, saveCustomer, savedCustomer } from "#api/saved-customer.ts";
import { emailProblem } from "#lib/email.ts";
import { getItem, setItem } from "#lib/storage.ts";

/**
 * The form's contents. They survive a reload and an expired hold. The customer is kept for other shows too,
 * the ticket types are not. With `remember`, the customer is also kept on this device.
 */
export type Draft = { email: string; name: string; remember: boolean; ticketTypes: Record<number, number> };

const EMPTY: Draft = { email: "", name: "", remember: false, ticketTypes: {} };
const CUSTOMER = "customer";

function initialDraft(storageKey: string): Draft {
  const saved = savedCustomer();
  return {
    ...EMPTY,
    ...saved,
    ...getItem<Partial<Draft>>("session", CUSTOMER),
    ...getItem<Partial<Draft>>("session", storageKey),
    remember: saved !== null,
  };
}

/** Saves the customer on this device, if the visitor wants it. */
function saveOnDevice({ email, name, remember }: Draft): void {
  if (remember && emailProblem(email) === null) saveCustomer({ email: email.trim(), name: name.trim() });
}

export function useDraft(showId: number): [Draft, (change: Partial<Draft>) => void] {
  const storageKey = `draft.${showId}`;
  const [draft, setDraft] = useState<Draft>(() => initialDraft(storageKey));

  useEffect(() => {
    const { ticketTypes, email, name } = draft;
    if (email !== "" || name !== "") setItem("session", CUSTOMER, { email, name });
    setItem("session", storageKey, { ticketTypes });
    saveOnDevice(draft);
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
