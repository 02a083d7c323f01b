/** The name and the email address of the customer on this device, saved with consent only. */

import { getItem, removeItem, setItem } from "#lib/storage.ts";

export type SavedCustomer = { email: string; name: string };

const KEY = "customer";

export const savedCustomer = (): SavedCustomer | null => getItem<SavedCustomer>("local", KEY);

export const saveCustomer = (customer: SavedCustomer): void => setItem("local", KEY, customer);

export const deleteSavedCustomer = (): void => removeItem("local", KEY);
