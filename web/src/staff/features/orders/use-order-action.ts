import { useOrderActions } from "#api/staff/orders.ts";
import { currentState } from "#api/staff/problem.ts";
import type { OrderRecord } from "#api/staff/types.ts";
import { useAction } from "#staff/ui/use-action.ts";

/** An action on an order. One that is stale changes nothing, and the page shows the current order. */
export function useOrderAction({ reference }: OrderRecord) {
  const actions = useOrderActions(reference);
  const { busy, error, run, clear } = useAction();

  function act<T>(action: () => Promise<T>, done: (result: T) => void): void {
    const shown = () =>
      action().catch((failure) => {
        const current = currentState<OrderRecord>(failure);
        if (current) actions.store(current);
        throw failure;
      });
    void run(shown, done);
  }

  return { actions, busy, error, act, clear };
}
