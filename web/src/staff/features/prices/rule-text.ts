/** What a price rule says, in words. */

import { t } from "@lingui/core/macro";
import type { PriceRule } from "#api/staff/types.ts";
import type { ListedMovie } from "#api/types.ts";
import { formatList } from "#lib/names.ts";
import { weekdayName } from "#staff/team/local-time.ts";

/** Names by id, as far as they have loaded. */
export type Named = readonly { id: number; name: string }[];

export const nameOf = (all: Named, id: number | null): string =>
  all.find((one) => one.id === id)?.name ?? String(id ?? "");

/** "on Tuesday, from 17:00 to 20:00, 3D"; "always" without conditions. */
export function conditionsText(rule: PriceRule, halls: Named, films: readonly ListedMovie[]): string {
  const { starts_from: from, starts_before: before, first_day: first, last_day: last } = rule;
  const days = formatList(rule.weekdays.map(weekdayName));
  const hall = nameOf(halls, rule.hall_id);
  const film = films.find(({ id }) => id === rule.movie_id)?.title ?? String(rule.movie_id);
  const texts = [
    rule.weekdays.length > 0 && t`on ${days}`,
    from !== null && before !== null && t`starts from ${from} and before ${before}`,
    first !== null && t`from day ${first}`,
    last !== null && t`until day ${last}`,
    rule.holidays === true && t`on public holidays`,
    rule.holidays === false && t`not on public holidays`,
    rule.hall_id !== null && t`in ${hall}`,
    rule.movie_id !== null && t`for ${film}`,
    rule.format,
  ];
  return texts.filter(Boolean).join(", ") || t`always`;
}
