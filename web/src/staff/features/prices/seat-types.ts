import { t } from "@lingui/core/macro";
import type { SeatType } from "#api/types.ts";

export const SEAT_TYPES: readonly SeatType[] = ["standard", "premium", "sofa", "wheelchair", "companion"];

export function seatTypeName(type: string): string {
  switch (type) {
    case "standard":
      return t`Standard seat`;
    case "premium":
      return t`Premium seat`;
    case "sofa":
      return t`Sofa`;
    case "wheelchair":
      return t`Wheelchair space`;
    case "companion":
      return t`Companion seat`;
    default:
      return type;
  }
}
