/** The sections of a large hall in their places, each with its number of free seats. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Fragment } from "react";
import { groupBy } from "#lib/group-by.ts";
import { formatMoneyShort } from "#lib/money.ts";
import { priceName } from "../seat-labels.ts";
import type { SeatStore } from "../seat-store.ts";
import { useAllSeats } from "../use-seats.ts";
import styles from "./section-overview.module.css";
import type { Section } from "./sections.ts";

/** "Rows A–K, left" */
export function sectionName(section: Section): string {
  const { side, sides } = section;
  return sides === 1 ? rowsName(section) : `${rowsName(section)}, ${sideName(side, sides)}`;
}

function rowsName({ rows: [first, last] }: Section): string {
  return first === last ? t`Row ${first}` : t`Rows ${first}–${last}`;
}

function sideName(side: number, sides: number): string {
  if (sides > 5) return t`block ${side + 1}`;
  if (side === 0) return t`left`;
  if (side === sides - 1) return t`right`;
  if (sides % 2 === 1 && side === (sides - 1) / 2) return t`centre`;
  return side < sides / 2 ? t`centre left` : t`centre right`;
}

type Props = {
  sections: readonly Section[];
  store: SeatStore;
  currency: string;
  open: (section: Section) => void;
};

export function SectionOverview({ sections, store, currency, open }: Props) {
  useAllSeats(store);
  const groups = [...groupBy(sections, (section) => section.rows.join("–")).values()];
  return (
    <nav className={styles.overview} aria-label={t`Sections of the hall`}>
      <p className={styles.screen} aria-hidden="true">{t`Screen`}</p>
      {groups.map((group) => (
        <Fragment key={group[0]?.id}>
          {group[0] && group.length > 1 && (
            <p className={styles.rows} aria-hidden="true">
              {rowsName(group[0])}
            </p>
          )}
          <ul className={styles.group}>
            {group.map((section) => (
              <li key={section.id} style={{ flexGrow: section.seats.length }}>
                <SectionButton section={section} store={store} currency={currency} open={open} />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </nav>
  );
}

type ButtonProps = Omit<Props, "sections"> & { section: Section };

function SectionButton({ section, store, currency, open }: ButtonProps) {
  const free = section.seats.filter((seat) => store.get(seat.id) === "free");
  const mine = section.seats.filter((seat) => store.get(seat.id) === "mine").length;
  return (
    <button
      type="button"
      className={styles.section}
      data-full={free.length === 0 || undefined}
      style={{ "--free": `${(100 * free.length) / section.seats.length}%` } as React.CSSProperties}
      onClick={() => open(section)}
    >
      <strong>
        <SectionName section={section} />
      </strong>
      {free.length === 0 ? <span>{t`nothing free`}</span> : <FreeSeats seats={free} currency={currency} />}
      {mine > 0 && <span className={styles.mine}>{t`${mine} yours`}</span>}
    </button>
  );
}

/** The rows are visible above the buttons, and part of each button's accessible name. */
function SectionName({ section }: { section: Section }) {
  const { side, sides } = section;
  if (sides === 1) return rowsName(section);
  return (
    <>
      <span className="visually-hidden">{rowsName(section)},</span> {sideName(side, sides)}
    </>
  );
}

/** "396 free", "€12.50–€14.50" */
function FreeSeats({ seats, currency }: { seats: Section["seats"]; currency: string }) {
  const count = seats.length;
  return (
    <>
      <span>
        <Trans>
          <strong className={styles.count}>{count}</strong> free
        </Trans>
      </span>
      <span>{priceRange(seats, currency)}</span>
    </>
  );
}

function priceRange(seats: Section["seats"], currency: string): string {
  const prices = seats.map((seat) => seat.price).sort((one, other) => Number(one) - Number(other));
  const names = [prices[0], prices.at(-1)].map((price = "0") => priceName(price, currency, formatMoneyShort));
  return [...new Set(names)].join("–");
}
