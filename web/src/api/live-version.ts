/** Where an event stands among those of its show: the live process's own mark, then a number that rises by one. */

export type Version = { epoch: string; count: number };

/** Reads an event's id, "epoch-counter". Null where it is none. */
export function versionOf(id: string): Version | null {
  const [, epoch, count] = /^(.+)-(\d+)$/.exec(id) ?? [];
  return epoch && count ? { epoch, count: Number(count) } : null;
}

/** Whether a difference is the next one, was seen already, or shows that others were missed. */
export function judge(last: Version | null, next: Version | null): "next" | "old" | "gap" {
  if (last === null || next === null || last.epoch !== next.epoch) return "gap";
  if (next.count <= last.count) return "old";
  return next.count === last.count + 1 ? "next" : "gap";
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** Milliseconds before the next try: growing, and each visitor's own, so that they don't all come back at once. */
export function pauseBefore(failures: number, chance = Math.random()): number {
  const whole = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
  return whole * (0.5 + chance / 2);
}
