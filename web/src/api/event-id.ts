/** The id of a feed event: the epoch of the live process and a counter. */

export type EventId = { epoch: string; count: number };

/** Parses "epoch-counter". Null if malformed. */
export function parseEventId(id: string): EventId | null {
  const [, epoch, count] = /^(.+)-(\d+)$/.exec(id) ?? [];
  return epoch && count ? { epoch, count: Number(count) } : null;
}

/** Whether an event is the next one, is old, or shows a gap. */
export function compareEvents(last: EventId | null, next: EventId | null): "next" | "old" | "gap" {
  if (last === null || next === null || last.epoch !== next.epoch) return "gap";
  if (next.count <= last.count) return "old";
  return next.count === last.count + 1 ? "next" : "gap";
}

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30_000;

/**
 * Milliseconds before a reconnect: exponential backoff with jitter, so that clients do not reconnect at the
 * same moment.
 */
export function reconnectDelay(failures: number, chance = Math.random()): number {
  const whole = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures);
  return whole * (0.5 + chance / 2);
}
