import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { cardsQuery, filmsQuery, rulesQuery, usePriceActions } from "#api/staff/prices.ts";
import { currentState } from "#api/staff/problem.ts";
import type { PriceCardSummary, PriceRule } from "#api/staff/types.ts";
import { venuesQuery } from "#api/venues.ts";
import { announce } from "#lib/announcements.ts";
import { useSetUpParent } from "#staff/team/use-set-up-parent.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { StaleReload } from "#staff/ui/stale-notice.tsx";
import { Table } from "#staff/ui/table.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { WeekGrid } from "./grid.tsx";
import { conditionsText, type Named, nameOf } from "./rule-text.ts";
import { OfVenue, VenueChoice } from "./use-price-venue.tsx";

/** The rules of a cinema in the order in which they are tried, and the week that they give. */
export function RulesPage() {
  const parent = useSetUpParent();
  return (
    <StaffPage
      title={t`Price rules`}
      parent={parent ?? { path: "/prices", name: t`Prices` }}
      actions={<ButtonLink kind="primary" href="/prices/rules/new">{t`New price rule`}</ButtonLink>}
    >
      <OfVenue>{(venue) => <Rules key={venue} venue={venue} />}</OfVenue>
    </StaffPage>
  );
}

function Rules({ venue }: { venue: number }) {
  const rules = useQuery(rulesQuery(venue));
  const cards = useQuery(cardsQuery(venue));
  const halls = useQuery(venuesQuery).data?.find(({ id }) => id === venue)?.halls ?? [];
  return (
    <>
      <VenueChoice venue={venue} />
      <p>{t`The first rule that fits a show chooses its price card when the show is scheduled. Days begin when the business day of the cinema begins, so a show after midnight belongs to the evening before.`}</p>
      <Loaded query={cards}>
        {(foundCards) => (
          <Loaded query={rules}>
            {(found) => (
              <>
                {found.length === 0 ? (
                  <p>{t`This cinema has no price rule yet.`}</p>
                ) : (
                  <RuleTable venue={venue} rules={found} cards={foundCards} halls={halls} />
                )}
                <WeekGrid venue={venue} rules={found} cards={foundCards} halls={halls} />
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

type TableProps = {
  venue: number;
  rules: readonly PriceRule[];
  cards: readonly PriceCardSummary[];
  halls: Named;
};

function RuleTable({ venue, rules, cards, halls }: TableProps) {
  const { orderRules, deleteRule } = usePriceActions();
  const films = useQuery(filmsQuery).data ?? [];
  const cache = useQueryClient();
  const { busy, error, run, clear } = useAction();
  const isStale = currentState(error) !== null;

  async function loadNewest() {
    await cache.invalidateQueries({ queryKey: rulesQuery(venue).queryKey });
    clear();
  }

  function move(from: number, to: number) {
    const former = rules.map(({ id }) => id);
    const ids = [...former];
    const [id] = ids.splice(from, 1);
    if (id === undefined) return;
    ids.splice(to, 0, id);
    const place = to + 1;
    void run(
      () => orderRules(venue, former, ids),
      () => announce(t`The rule is number ${place} now.`),
    );
  }

  return (
    <>
      {isStale && (
        <StaleReload verb={t`Load the newest state`} load={() => void loadNewest()}>
          {t`Another person has changed the price rules since you opened the page. Nothing of yours was saved.`}
        </StaleReload>
      )}
      <FormError error={isStale ? null : error} />
      <Table<PriceRule>
        caption={t`Price rules in their order`}
        rows={rules}
        keyOf={({ id }) => id}
        columns={[
          {
            head: t`Rule`,
            cell: (rule) => (
              <Link href={`/prices/rules/${rule.id}`}>{numberedText(rules.indexOf(rule) + 1)}</Link>
            ),
          },
          { head: t`Price card`, cell: ({ card_id }) => nameOf(cards, card_id) },
          { head: t`Applies to shows`, cell: (rule) => conditionsText(rule, halls, films) },
          {
            head: t`Order`,
            cell: (rule) => {
              const at = rules.indexOf(rule);
              const number = at + 1;
              return (
                <span className={form.actions}>
                  {at > 0 && (
                    <Button
                      busy={busy}
                      aria-label={t`Move rule ${number} up`}
                      onClick={() => move(at, at - 1)}
                    >
                      ↑
                    </Button>
                  )}
                  {number < rules.length && (
                    <Button
                      busy={busy}
                      aria-label={t`Move rule ${number} down`}
                      onClick={() => move(at, at + 1)}
                    >
                      ↓
                    </Button>
                  )}
                  <Button
                    busy={busy}
                    aria-label={t`Delete rule ${number}`}
                    onClick={() =>
                      void run(
                        () => deleteRule(rule.id, rule.version),
                        () => announce(t`The rule is deleted.`),
                      )
                    }
                  >{t`Delete`}</Button>
                </span>
              );
            },
          },
        ]}
      />
    </>
  );
}

const numberedText = (number: number): string => t`Rule ${number}`;
