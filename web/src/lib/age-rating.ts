/** A film's age rating in words. The server knows the rule of each country's label. */

type Rating = { system: string; label: string; rule: string };

/** "FSK 12", "MPA PG‑13" with a hyphen that does not break. */
export const ageLabel = ({ system, label }: Pick<Rating, "system" | "label">): string =>
  `${system} ${label.replace("-", "\u2011")}`;

/** "FSK 12: For ages 12 and over; from 6 with a parent." Empty if there is no rating. */
export const ageNotice = (rating: Rating | null | undefined): string =>
  rating ? `${ageLabel(rating)}: ${rating.rule}` : "";
