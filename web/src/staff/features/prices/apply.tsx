import { plural, t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { cardQuery, usePriceActions } from "#api/staff/prices.ts";
import type { AppliedPrices, PriceCard } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { ConfirmDialog } from "#staff/ui/confirm-dialog.tsx";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";

type Target = "unsold" | "all";

function countText(shows: number): string {
  return plural(shows, { one: "# show", other: "# shows" });
}

/** Gives shows that are scheduled already the newest prices of the card. */
export function ApplySection({ card }: { card: PriceCard }) {
  const cache = useQueryClient();
  const { planApply, applyCard } = usePriceActions();
  const plan = useAction();
  const apply = useAction();
  const [target, setTarget] = useState<Target>("unsold");
  const [planned, setPlanned] = useState<AppliedPrices | null>(null);
  const { newest, older } = card.shows;
  const withNewest = countText(newest);
  const withOlder = countText(older);

  function ask(to: Target) {
    apply.clear();
    setTarget(to);
    void plan.run(() => planApply(card.id, card.version, to), setPlanned);
  }

  function confirm() {
    void apply.run(
      () => applyCard(card.id, card.version, target),
      ({ shows }) => {
        setPlanned(null);
        const changed = countText(shows.length);
        announce(t`New prices: ${changed}.`);
        void cache.invalidateQueries({ queryKey: cardQuery(card.id).queryKey });
      },
    );
  }

  return (
    <section className={form.form}>
      <h2>{t`Future shows`}</h2>
      <p>{t`With the newest prices: ${withNewest}. With older prices: ${withOlder}.`}</p>
      <FormError error={plan.error} />
      <div className={form.actions}>
        <Button busy={plan.busy} onClick={() => ask("unsold")}>{t`Apply to shows without sales …`}</Button>
        <Button busy={plan.busy} onClick={() => ask("all")}>{t`Apply to all future shows …`}</Button>
      </div>
      <ConfirmDialog
        open={planned !== null}
        title={t`Apply the newest prices?`}
        verb={t`Apply`}
        busy={apply.busy}
        error={apply.error}
        confirm={confirm}
        close={() => setPlanned(null)}
      >
        {planned && planText(planned)}
      </ConfirmDialog>
    </section>
  );
}

function planText({ shows }: AppliedPrices): string {
  if (shows.length === 0) return t`No show changes: all of them have these prices already, or have sales.`;
  const changed = countText(shows.length);
  const sold = countText(shows.filter((show) => show.has_sales).length);
  return t`These get new prices: ${changed}. Of them, with sales: ${sold}. Tickets that are sold keep their prices. Customers who are about to pay have to confirm the new price.`;
}
