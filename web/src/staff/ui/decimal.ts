/** Numbers as people type them. */

/** "12.50" for "12,50". The server checks the rest. */
export const decimal = (typed: string): string => typed.trim().replace(",", ".");
