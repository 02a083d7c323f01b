/** The time left of a hold: as a number, as text, and when it is announced. */

import { plural } from "@lingui/core/macro";

/** The seconds at which the time left is announced. */
const ANNOUNCED_AT = [120, 60, 30];

/**
 * The end of the hold on the device's monotonic clock. Both timestamps come from the server, so a wrong
 * device clock has no effect. `now` is `performance.now()` at the time of the response.
 */
export function deadlineFrom(lockedUntil: string, serverTime: string, now: number): number {
  return now + Math.max(0, Date.parse(lockedUntil) - Date.parse(serverTime));
}

/** Whole seconds left, rounded up. The hold ends at 0. */
export function secondsLeft(deadline: number, now: number): number {
  return Math.max(0, Math.ceil((deadline - now) / 1000));
}

/** "3:12" */
export function countdownText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "3 minutes 12 seconds", for screen readers. */
export function countdownInWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const parts = [];
  if (minutes > 0) parts.push(plural(minutes, { one: "# minute", other: "# minutes" }));
  if (rest > 0 || minutes === 0) parts.push(plural(rest, { one: "# second", other: "# seconds" }));
  return parts.join(" ");
}

/** The announced moment between two readings, or null. */
export function announcedBetween(before: number, after: number): number | null {
  return ANNOUNCED_AT.filter((moment) => before > moment && after <= moment).at(-1) ?? null;
}
