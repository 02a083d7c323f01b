import { useEffect } from "react";
import { useHold, useHoldActions } from "#api/hold.ts";
import type { Order } from "#api/types.ts";

/** Clears the hold of this browser once its order is paid, also from another tab. */
export function useEndHoldWhenPaid(order: Order | null): void {
  const state = useHold();
  const { clearHold } = useHoldActions();
  const isOurs = state.kind === "held" && state.hold.order?.secret === order?.secret;
  const isPaid = isOurs && order !== null && order.paid_at !== null;

  useEffect(() => {
    if (isPaid) void clearHold();
  }, [isPaid, clearHold]);
}
