import { t } from "@lingui/core/macro";
import type { HallLayout } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import { type SeatPlace, seatName } from "#lib/names.ts";
import styles from "./checkout-form.module.css";
import { type Line, priceAs } from "./lines.ts";

type Props = {
  lines: Line[];
  layout: HallLayout;
  onChoose: (seatId: number, ticketTypeId: number) => void;
};

/** For the ear: "Ticket for row F seat 12". */
function ticketFor({ row, number }: SeatPlace): string {
  return t`Ticket for row ${row} seat ${number}`;
}

/** Each seat with who is coming and its price. */
export function Lines({ lines, layout, onChoose }: Props) {
  const { currency } = layout.show;
  return (
    <ul className={styles.lines} aria-label={t`Your seats`}>
      {lines.map(({ seat, ticketType, price }) => (
        <li key={seat.id} className={styles.line}>
          <span className={styles.seat}>{seatName(seat)}</span>
          <select
            aria-label={ticketFor(seat)}
            value={ticketType?.id}
            onChange={(event) => onChoose(seat.id, Number(event.target.value))}
          >
            {layout.ticket_types.map((type) => (
              <option key={type.id} value={type.id}>
                {type.name} · {formatMoney(priceAs(layout, seat, type), currency)}
              </option>
            ))}
          </select>
          <span className={styles.price}>{formatMoney(price, currency)}</span>
        </li>
      ))}
    </ul>
  );
}
