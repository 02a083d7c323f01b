/** The server's time. A device's clock may be wrong by days, so it decides nothing. */

let server = Number.NaN;
let readAt = 0;

/** Sets the clock to the time that the server just sent (ISO 8601). */
export function setServerTime(moment: string): void {
  server = Date.parse(moment);
  readAt = performance.now();
}

/**
 * Milliseconds since 1970 on the server's clock; NaN until the time is known. Each comparison with NaN is
 * false, so until then no show counts as started or over.
 */
export const serverNow = (): number => server + performance.now() - readAt;

/**
 * Converts a time of the device's clock to the server's clock, for display. Returns it unchanged until the
 * server's time is known.
 */
export const onServerClock = (deviceTime: number): number =>
  Number.isNaN(server) ? deviceTime : serverNow() - (Date.now() - deviceTime);
