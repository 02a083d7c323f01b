/** Times at a cinema, on its own clock. */

import { t } from "@lingui/core/macro";
import { serverNow } from "#lib/clock.ts";
import { clockTime, dateText } from "#lib/time.ts";

const yearOf = (instant: string): number => new Date(instant).getUTCFullYear();

/** "Tue 1 Dec, 09:24"; with the year, if it is not the current one. */
export function momentAt(instant: string, timeZone: string): string {
  const day = dateText(instant, timeZone, "short");
  const year =
    yearOf(instant) === new Date(serverNow() || instant).getUTCFullYear() ? "" : ` ${yearOf(instant)}`;
  return `${day}${year}, ${clockTime(instant, timeZone)}`;
}

/** Says whose clock is shown, where this device has another one; else null. */
export function zoneNote(timeZone: string): string | null {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return own === timeZone ? null : t`Times are those at the cinema (${timeZone}).`;
}
