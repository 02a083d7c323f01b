/**
 * The name and the email address of the customer: what this tab's checkout contains, and what this device
 * remembers for the next purchase. The device remembers the customer of a paid order, with consent only.
 */

import { getItem, keysWithPrefix, removeItem, setItem } from "#lib/storage.ts";
import { deleteSentTo } from "./sent-to.ts";

export type SavedCustomer = { email: string; name: string };
type CustomerDraft = SavedCustomer & { remember: boolean };

const KEY = "customer";
/** The value keeps its name, because open tabs have keys with this prefix. */
const ORDER_CUSTOMER_PREFIX = "buyer.";

export const savedCustomer = (): SavedCustomer | null => getItem<SavedCustomer>("local", KEY);

export const deleteSavedCustomer = (): void => removeItem("local", KEY);

export const customerDraft = (): Partial<CustomerDraft> | null =>
  getItem<Partial<CustomerDraft>>("session", KEY);

export const saveCustomerDraft = (draft: CustomerDraft): void => setItem("session", KEY, draft);

/** Keeps the customer of an order in this tab until the order is paid. */
export const saveOrderCustomer = (secret: string, customer: SavedCustomer): void =>
  setItem("session", ORDER_CUSTOMER_PREFIX + secret, customer);

/** Saves the customer of a paid order on this device, if the customer agreed to it in this tab. */
export function rememberOrderCustomer(secret: string): void {
  const customer = getItem<SavedCustomer>("session", ORDER_CUSTOMER_PREFIX + secret);
  if (customer === null) return;
  setItem("local", KEY, customer);
  removeItem("session", ORDER_CUSTOMER_PREFIX + secret);
}

/** Deletes the customer from this device and this tab, with the addresses to which tickets were sent. */
export function forgetCustomer(): void {
  deleteSavedCustomer();
  removeItem("session", KEY);
  for (const name of keysWithPrefix("session", ORDER_CUSTOMER_PREFIX)) removeItem("session", name);
  deleteSentTo();
}
