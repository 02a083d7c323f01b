/** Where an event stands among those of its show: the live process's own mark, then a number that rises by one. */

export type EventId = { epoch: string; count: number };

/** Reads an event's id, "epoch-counter". Null where it is none. */
export function versionOf(id: string): EventId | null {
  const [, epoch, count] = /^(.+)-(\d+)$/.exec(id) ?? [];
  return epoch && count ? { epoch, count: Number(count) } : null;
}

/** Whether a difference is the next one, was seen already, or shows that others were missed. */
export function compareEvents(last: EventId | null, next: EventId | null): "next" | "old" | "gap" {
  if (last === null || next === null || last.epoch !== next.epoch) return "gap";
  if (next.count <= last.count) return "old";
  return next.count === last.count + 1 ? "next" : "gap";
}

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30_000;

/** Milliseconds before the next try: growing, and each visitor's own, so that they don't all come back at once. */
export function reconnectDelay(failures: number, chance = Math.random()): number {
  const whole = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures);
  return whole * (0.5 + chance / 2);
}
