/** A large hall by its sections, as they lie: each with what is free in it. */

import { t } from "@lingui/core/macro";
import { formatMoneyShort, smallestUnits } from "#lib/money.ts";
import type { SeatStore } from "./seat-store.ts";
import styles from "./section-overview.module.css";
import type { Section } from "./sections.ts";
import { useAllSeats } from "./use-seat-store.ts";

/** "Rows A–K, left" */
export function sectionName({ rows: [first, last], side, sides }: Section): string {
  const rows = first === last ? t`Row ${first}` : t`Rows ${first}–${last}`;
  if (sides === 1) return rows;
  return `${rows}, ${sideName(side, sides)}`;
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
  const groups = [...Map.groupBy(sections, (section) => section.rows.join("–")).values()];
  return (
    <nav className={styles.overview} aria-label={t`Sections of the hall`}>
      <p className={styles.screen} aria-hidden="true">{t`Screen`}</p>
      {groups.map((group) => (
        <ul key={group[0]?.id} className={styles.group}>
          {group.map((section) => (
            <li key={section.id} style={{ flexGrow: section.seats.length }}>
              <SectionButton section={section} store={store} currency={currency} open={open} />
            </li>
          ))}
        </ul>
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
      onClick={() => open(section)}
    >
      <strong>{sectionName(section)}</strong>
      <span>{free.length === 0 ? t`nothing free` : t`${free.length} free`}</span>
      {free.length > 0 && <span>{fromPrice(free, currency)}</span>}
      {mine > 0 && <span className={styles.mine}>{t`${mine} yours`}</span>}
    </button>
  );
}

function fromPrice(seats: Section["seats"], currency: string): string {
  const cheapest = seats.reduce((one, other) =>
    smallestUnits(other.price) < smallestUnits(one.price) ? other : one,
  );
  const price = formatMoneyShort(cheapest.price, currency);
  return t`from ${price}`;
}
