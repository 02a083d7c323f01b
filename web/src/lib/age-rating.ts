/**
 * The meaning of a film's age rating. Ratings come from many countries ("PG-13", "FSK 16"), so each is shown
 * as published, with the part of its rule that applies everywhere.
 */

import { t } from "@lingui/core/macro";

/** "FSK 16", "16", "16+", "12A" → 16 or 12 */
function yearsOf(rating: string): number | null {
  const found = /^(?:[A-Za-z]+[ -])?(\d{1,2})[A+]?$/.exec(rating);
  return found ? Number(found[1]) : null;
}

function noticeByYears(rating: string): string {
  const years = yearsOf(rating);
  if (years === null) return t`Rated ${rating}: ask for the age rule at the box office.`;
  if (years === 0) return t`Rated ${rating}: for all ages.`;
  return t`Rated ${rating}: for ages ${years} and over. Bring proof of age; the box office knows the exceptions.`;
}

/** One or two sentences to read before booking; empty if there is no rating. */
export function ageNotice(rating: string): string {
  switch (rating) {
    case "":
      return "";
    case "G":
    case "U":
      return t`Rated ${rating}: for all ages.`;
    case "PG":
      return t`Rated ${rating}: children may come; parents should judge whether it suits them.`;
    case "PG-13":
      return t`Rated ${rating}: parts may not suit children under 13. Ask for the age rule at the box office.`;
    case "R":
      return t`Rated ${rating}: under 17 only with a parent or guardian, or as local law says. Ask for the age rule at the box office.`;
    case "NC-17":
    case "X":
      return t`Rated ${rating}: for adults only. Bring proof of age.`;
    default:
      return noticeByYears(rating);
  }
}
