import { t } from "@lingui/core/macro";
import { formatMoney } from "#lib/money.ts";
import { type SeatPlace, seatName } from "#lib/names.ts";
import styles from "./checkout-form.module.css";
import type { Line } from "./lines.ts";

type Props = {
  lines: Line[];
  currency: string;
  onChoose: (seatId: number, ticketTypeId: number) => void;
};

/** The accessible name of the select: "Ticket for row F seat 12". */
function ticketFor({ row, number }: SeatPlace): string {
  return t`Ticket for row ${row} seat ${number}`;
}

/** Each seat with its ticket type and price. The text of an option has both. */
export function Lines({ lines, currency, onChoose }: Props) {
  return (
    <ul className={styles.lines} aria-label={t`Your seats`}>
      {lines.map(({ seat, offers, ticketType }) => (
        <li key={seat.id} className={styles.line}>
          <span className={styles.seat}>{seatName(seat)}</span>
          <select
            aria-label={ticketFor(seat)}
            value={ticketType?.id}
            onChange={(event) => onChoose(seat.id, Number(event.target.value))}
          >
            {offers.map((offer) => (
              <option key={offer.price.ticket_type} value={offer.price.ticket_type ?? undefined}>
                {[offer.ticketType?.name, formatMoney(offer.price.amount, currency)]
                  .filter(Boolean)
                  .join(" · ")}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}
