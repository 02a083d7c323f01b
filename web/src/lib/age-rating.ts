/** The sentence about a film's age rating. The server knows the rule of each country's label. */

type Rating = { system: string; label: string; rule: string };

/** "FSK 12: For ages 12 and over; from 6 with a parent." Empty if there is no rating. */
export const ageNotice = (rating: Rating | null | undefined): string =>
  rating ? `${rating.system} ${rating.label}: ${rating.rule}` : "";
