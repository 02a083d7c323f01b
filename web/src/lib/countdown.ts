/** A hold's clock: what is left of it, how it is written, and when it is spoken. */

import { plural } from "@lingui/core/macro";

/** The seconds at which a screen reader hears the time; never every second. */
const ANNOUNCED_AT = [120, 60, 30];

/**
 * Where on this machine's monotonic clock the hold ends. Both stamps are the server's, so a wrong
 * clock on the visitor's side changes nothing; `now` is `performance.now()` when the answer came.
 */
export function deadlineFrom(lockedUntil: string, serverTime: string, now: number): number {
  return now + Math.max(0, Date.parse(lockedUntil) - Date.parse(serverTime));
}

/** Whole seconds left, rounded up: the hold ends when this is 0. */
export function secondsLeft(deadline: number, now: number): number {
  return Math.max(0, Math.ceil((deadline - now) / 1000));
}

/** "3:12" */
export function countdownText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "3 minutes 12 seconds", for the ear. */
export function countdownInWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const parts = [];
  if (minutes > 0) parts.push(plural(minutes, { one: "# minute", other: "# minutes" }));
  if (rest > 0 || minutes === 0) parts.push(plural(rest, { one: "# second", other: "# seconds" }));
  return parts.join(" ");
}

/** The moment passed between two readings that is to be spoken, or null. */
export function announcedBetween(before: number, after: number): number | null {
  return ANNOUNCED_AT.filter((moment) => before > moment && after <= moment).at(-1) ?? null;
}
