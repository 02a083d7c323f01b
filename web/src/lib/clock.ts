/**
 * The server's time. A device's clock may be days off, so it decides nothing: which day is today, what has
 * begun and what is over is read here.
 */

let server = Number.NaN;
let readAt = 0;

/** Sets the clock by what the server said just now: ISO 8601. */
export function setServerTime(moment: string): void {
  server = Date.parse(moment);
  readAt = performance.now();
}

/**
 * Milliseconds since 1970 on the server's clock. NaN until the server has said the time: every comparison with it
 * is false, so nothing counts as begun, over or due before.
 */
export const serverNow = (): number => server + performance.now() - readAt;

/**
 * The server's time at a moment of the past that the device's clock recorded as `deviceTime`: for people to read.
 * Before the server has said the time, it is the device's.
 */
export const onServerClock = (deviceTime: number): number =>
  Number.isNaN(server) ? deviceTime : serverNow() - (Date.now() - deviceTime);
