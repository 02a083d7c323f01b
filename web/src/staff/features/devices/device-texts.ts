/** Kinds and states of devices in words. */

import { plural, t } from "@lingui/core/macro";
import type { Device, DeviceKind } from "#api/staff/types.ts";
import { momentText } from "#staff/team/local-time.ts";

export const kindText = (kind: DeviceKind): string => (kind === "till" ? t`Till` : t`Door scanner`);

export function stateText({ state, revoked_at }: Pick<Device, "state" | "revoked_at">): string {
  switch (state) {
    case "waiting":
      return t`Waits to be paired`;
    case "paired":
      return t`Works, not confirmed yet`;
    case "confirmed":
      return t`Works`;
    case "revoked": {
      const moment = revoked_at === null ? "" : momentText(revoked_at);
      return t`Revoked on ${moment}`;
    }
  }
}

/** A device has the ids of its halls, not their names. */
export function hallsText({ hall_ids }: Device): string {
  return hall_ids === null ? t`All` : plural(hall_ids.length, { one: "# hall", other: "# halls" });
}
