/**
 * The address to which this tab had an order's tickets sent. The API never sends the address of an order,
 * because customers share the link of their tickets.
 */

import { getItem, keysWithPrefix, removeItem, setItem } from "#lib/storage.ts";

const PREFIX = "sent-to.";

export const sentTo = (secret: string): string | null => getItem<string>("session", PREFIX + secret);

export const saveSentTo = (secret: string, email: string): void => setItem("session", PREFIX + secret, email);

/** Deletes the addresses of all orders. */
export function deleteSentTo(): void {
  for (const name of keysWithPrefix("session", PREFIX)) removeItem("session", name);
}
