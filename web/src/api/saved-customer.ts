/**
 * The name and the email address of the customer: what this tab's checkout contains, and what this device
 * remembers for the next purchase. The device remembers the customer of a paid order, with consent only.
 */

import { getItem, keysWithPrefix, removeItem, setItem } from "#lib/storage.ts";
import { deleteSentTo } from "./sent-to.ts";

export type SavedCustomer = { email: string; name: string };
type CustomerDraft = SavedCustomer & { remember: boolean };

const KEY = "customer";
const BUYER_PREFIX = "buyer.";

export const savedCustomer = (): SavedCustomer | null => getItem<SavedCustomer>("local", KEY);

export const deleteSavedCustomer = (): void => removeItem("local", KEY);

export const customerDraft = (): Partial<CustomerDraft> | null =>
  getItem<Partial<CustomerDraft>>("session", KEY);

export const saveCustomerDraft = (draft: CustomerDraft): void => setItem("session", KEY, draft);

/** Keeps the customer of an order in this tab until the order is paid. */
export const saveBuyer = (secret: string, buyer: SavedCustomer): void =>
  setItem("session", BUYER_PREFIX + secret, buyer);

/** Saves the customer of a paid order on this device, if the customer agreed to it in this tab. */
export function rememberBuyer(secret: string): void {
  const buyer = getItem<SavedCustomer>("session", BUYER_PREFIX + secret);
  if (buyer === null) return;
  setItem("local", KEY, buyer);
  removeItem("session", BUYER_PREFIX + secret);
}

/** Deletes the customer from this device and this tab, with the addresses to which tickets were sent. */
export function forgetCustomer(): void {
  deleteSavedCustomer();
  removeItem("session", KEY);
  for (const name of keysWithPrefix("session", BUYER_PREFIX)) removeItem("session", name);
  deleteSentTo();
}
