/**
 * Copies of the orders that this browser has shown, for use without a network. They are deleted some days
 * after the show.
 */

import { serverNow } from "#lib/clock.ts";
import { getItem, keysWithPrefix, removeItem, setItem } from "#lib/storage.ts";
import type { Order } from "./types.ts";

const PREFIX = "tickets.";
const SAVED_AFTER_SHOW = 3 * 24 * 3600 * 1000;

const isOld = ({ show }: Order): boolean => Date.parse(show.ends_at) + SAVED_AFTER_SHOW < serverNow();

export const savedOrder = (secret: string): Order | null => getItem<Order>("local", PREFIX + secret);

export const deleteSavedOrder = (secret: string): void => removeItem("local", PREFIX + secret);

export function saveOrder(order: Order): void {
  if (isOld(order)) deleteSavedOrder(order.secret);
  else setItem("local", PREFIX + order.secret, order);
}

const allSaved = (): Order[] =>
  keysWithPrefix("local", PREFIX).flatMap((name) => getItem<Order>("local", name) ?? []);

export function deleteOldOrders(): void {
  for (const { secret } of allSaved().filter(isOld)) deleteSavedOrder(secret);
}

/** The saved orders, next show first. */
export function savedOrders(): Order[] {
  return allSaved()
    .filter((order) => !isOld(order))
    .sort((left, right) => Date.parse(left.show.starts_at) - Date.parse(right.show.starts_at));
}
