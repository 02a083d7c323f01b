/** All seats as rows of checkboxes, with the same store and actions as the map. */

import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { SeatType } from "#api/types.ts";
import { formatMoney, formatMoneyShort, leastMoney } from "#lib/money.ts";
import type { PlacedSeat, Plan, Row } from "./plan.ts";
import { seatLabel, typeName } from "./seat-labels.ts";
import styles from "./seat-list.module.css";
import type { SeatState, SeatStore } from "./seat-store.ts";
import { useAllSeats, useSeat } from "./use-seats.ts";

type Props = { plan: Plan; store: SeatStore; currency: string; onToggle: (seatId: number) => void };

/** The states of seats that the visitor can hold or release. */
const LISTED: ReadonlySet<SeatState> = new Set(["free", "mine", "pending"]);

export default function SeatList({ plan, store, currency, onToggle }: Props) {
  useAllSeats(store);
  const [type, setType] = useState<SeatType | "">("");
  const wanted = (seat: PlacedSeat) => LISTED.has(store.get(seat.id)) && (type === "" || seat.type === type);
  const rows = plan.rows
    .map((row) => ({ row, seats: row.seats.filter(wanted) }))
    .filter(({ seats }) => seats.length > 0);

  return (
    <section className={styles.list} aria-label={t`Choose from a list`}>
      <TypeFilter plan={plan} currency={currency} type={type} choose={setType} />
      {rows.length === 0 && <p className={styles.nothing}>{t`No seat of this kind is free.`}</p>}
      <ul>
        {rows.map(({ row, seats }) => (
          <li key={row.name}>
            <RowOfList row={row} seats={seats} store={store} currency={currency} onToggle={onToggle} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type FilterProps = {
  plan: Plan;
  currency: string;
  type: SeatType | "";
  choose: (type: SeatType | "") => void;
};

/** A seat type has one price, so the filter also selects the price. */
function TypeFilter({ plan, currency, type, choose }: FilterProps) {
  const kinds = new Map([...plan.seatsById.values()].map((seat) => [seat.type, seat.price]));
  return (
    <label className={styles.filter}>
      <span>{t`Show`}</span>
      <select value={type} onChange={(event) => choose(event.target.value as SeatType | "")}>
        <option value="">{t`All free seats`}</option>
        {[...kinds].map(([kind, price]) => (
          <option key={kind} value={kind}>
            {typeName(kind)}, {formatMoneyShort(price, currency)}
          </option>
        ))}
      </select>
    </label>
  );
}

type RowProps = Omit<Props, "plan"> & { row: Row; seats: PlacedSeat[] };

/** "Row F · 8 free · from €11". The seats render when the row is opened. */
function RowOfList({ row, seats, store, currency, onToggle }: RowProps) {
  const [open, setOpen] = useState(() => seats.some((seat) => store.get(seat.id) === "mine"));
  const free = seats.filter((seat) => store.get(seat.id) === "free").length;
  const price = formatMoneyShort(leastMoney(seats.map((seat) => seat.price)), currency);
  const facts = [t`${free} free`, t`from ${price}`];
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.row}>
        <strong>{t`Row ${row.name}`}</strong> <span>{facts.join(" · ")}</span>
      </summary>
      {open && (
        <ul className={styles.seats}>
          {seats.map((seat) => (
            <li key={seat.id}>
              <SeatOfList seat={seat} store={store} currency={currency} onToggle={onToggle} />
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

type SeatProps = Omit<Props, "plan"> & { seat: PlacedSeat };

function SeatOfList({ seat, store, currency, onToggle }: SeatProps) {
  const { state } = useSeat(store, seat.id);
  return (
    <label className={styles.seat}>
      <input
        type="checkbox"
        aria-label={seatLabel(seat, currency, state)}
        checked={state === "mine" || state === "pending"}
        onChange={() => onToggle(seat.id)}
      />
      <strong>
        {seat.row}
        {seat.number}
      </strong>
      <span className={styles.kind}>{typeName(seat.type)}</span>
      <span>{formatMoney(seat.price, currency)}</span>
    </label>
  );
}
