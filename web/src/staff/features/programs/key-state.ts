import { t } from "@lingui/core/macro";
import type { ApiKey } from "#api/staff/types.ts";
import { dateText } from "#staff/team/local-time.ts";

type Ends = Pick<ApiKey, "revoked_at" | "expires_at">;

/** `now` is the server's time; while it is NaN, no key counts as ended. */
export function stateOf({ revoked_at, expires_at }: Ends, now: number): "active" | "revoked" | "ended" {
  if (revoked_at !== null) return "revoked";
  return expires_at !== null && Date.parse(expires_at) <= now ? "ended" : "active";
}

/** "Active until 31 Dec 2026". */
export function stateText(key: Ends, now: number): string {
  const end = key.revoked_at ?? key.expires_at;
  const day = end === null ? "" : dateText(end);
  if (stateOf(key, now) === "revoked") return t`Revoked on ${day}`;
  if (stateOf(key, now) === "ended") return t`Ended on ${day}`;
  return end === null ? t`Active` : t`Active until ${day}`;
}
