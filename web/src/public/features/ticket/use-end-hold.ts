import { useEffect } from "react";
import { useHold, useHoldActions } from "#api/hold.ts";
import type { Order } from "#api/types.ts";

/** Ends the hold on this side once its order is paid, whoever paid it. */
export function useEndHoldWhenPaid(order: Order | null): void {
  const state = useHold();
  const { finish } = useHoldActions();
  const ours = state.kind === "held" && state.hold.order?.secret === order?.secret;
  const over = ours && order !== null && order.paid_at !== null;

  useEffect(() => {
    if (over) void finish();
  }, [over, finish]);
}
