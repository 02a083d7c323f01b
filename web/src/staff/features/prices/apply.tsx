import { plural, t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ChosenShows, cardQuery, usePriceActions } from "#api/staff/prices.ts";
import type { AppliedPrices, PriceCard } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { ConfirmDialog } from "#staff/ui/confirm-dialog.tsx";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";

function countText(shows: number): string {
  return plural(shows, { one: "# show", other: "# shows" });
}

/** Gives shows that are scheduled already the newest prices of the card. */
export function ApplySection({ card }: { card: PriceCard }) {
  const cache = useQueryClient();
  const { planApply, applyCard } = usePriceActions();
  const plan = useAction();
  const apply = useAction();
  const [byRules, setByRules] = useState(false);
  const [chosen, setChosen] = useState<ChosenShows>({ to: "unsold", by_rules: false });
  const [planned, setPlanned] = useState<AppliedPrices | null>(null);
  const { newest, older } = card.shows;
  const withNewest = countText(newest);
  const withOlder = countText(older);

  function ask(to: ChosenShows["to"]) {
    const shows = { to, by_rules: byRules };
    apply.clear();
    setChosen(shows);
    void plan.run(() => planApply(card.id, card.version, shows), setPlanned);
  }

  function confirm() {
    void apply.run(
      () => applyCard(card.id, card.version, chosen),
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
      <Checkbox
        label={t`Also shows for which the price rules choose this card now`}
        hint={t`They were scheduled with another card or with a price of their own, and lose it.`}
        checked={byRules}
        onChange={setByRules}
      />
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
        {planned && planText(planned, card.name, chosen.by_rules)}
      </ConfirmDialog>
    </section>
  );
}

function planText({ shows }: AppliedPrices, name: string, byRules: boolean): string {
  if (shows.length === 0) return t`No show changes: all of them have these prices already, or have sales.`;
  const changed = countText(shows.length);
  const sold = countText(shows.filter((show) => show.has_sales).length);
  if (!byRules) {
    return t`These get new prices: ${changed}. Of them, with sales: ${sold}. Tickets that are sold keep their prices. Customers who are about to pay have to confirm the new price.`;
  }
  const given = countText(shows.filter((show) => show.card_before !== name).length);
  return t`These get new prices: ${changed}. Of them, with sales: ${sold}; with another card or a price of their own until now: ${given}. Tickets that are sold keep their prices. Customers who are about to pay have to confirm the new price.`;
}
