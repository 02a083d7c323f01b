/** Signs of a booking number, with its hyphen. */
const LONGEST_NUMBER = 9;

/** Whether it may be a part of a booking number: no spaces, and no more than its letters and digits. */
export const mayBePartOfNumber = (typed: string): boolean =>
  typed.length <= LONGEST_NUMBER && /^[a-z0-9]+(?:-[a-z0-9]*)?$/i.test(typed);

/** Whether a text contains each word that was typed, ignoring case and accents. */

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function matches(text: string, typed: string): boolean {
  const found = plain(text);
  return plain(typed)
    .split(/\s+/)
    .every((word) => found.includes(word));
}
