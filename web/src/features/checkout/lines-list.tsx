import type { HallLayout } from "#api/types.ts";
import { formatMoney } from "#lib/money.ts";
import styles from "./checkout-form.module.css";
import { type Line, priceAs } from "./lines.ts";

type Props = {
  lines: Line[];
  layout: HallLayout;
  onChoose: (seatId: number, ticketTypeId: number) => void;
};

/** Each seat with who is coming and its price. */
export function Lines({ lines, layout, onChoose }: Props) {
  const { currency } = layout.show;
  return (
    <ul className={styles.lines} aria-label="Your seats">
      {lines.map(({ seat, ticketType, price }) => (
        <li key={seat.id} className={styles.line}>
          <span className={styles.seat}>
            {seat.row}
            {seat.number}
          </span>
          <select
            aria-label={`Ticket for row ${seat.row} seat ${seat.number}`}
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
