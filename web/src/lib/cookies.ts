/** Preferences that the server needs as well, before any script runs. They identify nobody. */

const YEAR = 365 * 24 * 3600;

export const readCookie = (name: string): string | null =>
  new RegExp(`(?:^|; )${name}=(\\w+)`).exec(document.cookie)?.[1] ?? null;

/** `value` consists of letters and digits. */
export function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser that we serve
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}
