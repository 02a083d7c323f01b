/** What a form changes. */

/** Fields of the request, each a JSON value. */
export type Values = Record<string, unknown>;

/** Only the fields that differ; null if none does. */
export function changesBetween(before: Values, after: Values): Values | null {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

/** The entries of a list that are new or differ; for lists that are sent in part. */
export const changedEntries = <T>(before: readonly T[], after: readonly T[]): T[] =>
  after.filter((one) => !before.some((other) => JSON.stringify(other) === JSON.stringify(one)));
