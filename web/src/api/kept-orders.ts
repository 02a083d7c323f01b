/** The bookings that this browser has seen: what their pages show without a network, for some days after the show. */

import { serverNow } from "#lib/clock.ts";
import { forget, namesOf, recall, remember } from "#lib/storage.ts";
import type { Order } from "./types.ts";

const PREFIX = "tickets.";
const KEPT_AFTER_SHOW = 3 * 24 * 3600 * 1000;

const isOld = ({ show }: Order): boolean => Date.parse(show.ends_at) + KEPT_AFTER_SHOW < serverNow();

export const keptOrder = (secret: string): Order | null => recall<Order>("local", PREFIX + secret);

export const forgetOrder = (secret: string): void => forget("local", PREFIX + secret);

export function keepOrder(order: Order): void {
  if (isOld(order)) forgetOrder(order.secret);
  else remember("local", PREFIX + order.secret, order);
}

const allKept = (): Order[] => namesOf("local", PREFIX).flatMap((name) => recall<Order>("local", name) ?? []);

export function forgetOldOrders(): void {
  for (const { secret } of allKept().filter(isOld)) forgetOrder(secret);
}

/** What this browser still has, the next show first. */
export function keptOrders(): Order[] {
  return allKept()
    .filter((order) => !isOld(order))
    .sort((left, right) => Date.parse(left.show.starts_at) - Date.parse(right.show.starts_at));
}
