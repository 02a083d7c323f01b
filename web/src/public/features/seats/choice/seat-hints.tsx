import { t } from "@lingui/core/macro";
import { listed, seatName, seatNames } from "#lib/names.ts";
import { companionsOf, type PlacedSeat, type Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { useAllSeats } from "#seat-map/use-seats.ts";
import styles from "../dock/dock.module.css";
import { leftAlone } from "./gap-hint.ts";
import type { Choice } from "./use-seat-choice.ts";

type Props = { plan: Plan; store: SeatStore; mine: PlacedSeat[]; choice: Choice };

/** Gentle words about what is held: nothing here keeps anybody from going on. */
export function SeatHints({ plan, store, mine, choice }: Props) {
  useAllSeats(store);
  const alone = leftAlone(plan, mine, store.get);
  const aloneNames = listed(seatNames(alone));
  const spaces = mine.filter((seat) => seat.type === "wheelchair");
  return (
    <>
      {spaces.length > 0 && <WheelchairWords plan={plan} store={store} spaces={spaces} choice={choice} />}
      {alone.length > 0 && <p className={styles.aside}>{t`This leaves ${aloneNames} alone.`}</p>}
    </>
  );
}

type WheelchairProps = Omit<Props, "mine"> & { spaces: PlacedSeat[] };

function WheelchairWords({ plan, store, spaces, choice }: WheelchairProps) {
  const beside = companionsOf(plan, spaces).find((seat) => store.get(seat.id) === "free");
  const name = beside ? seatName(beside) : "";
  return (
    <p className={styles.aside}>
      {t`Wheelchair spaces are for people who come in a wheelchair. Your word is enough; nobody asks for proof.`}{" "}
      {beside && (
        <button type="button" className={styles.asideWay} onClick={() => choice.takeInstead([beside.id])}>
          {t`Add companion seat ${name}`}
        </button>
      )}
    </p>
  );
}
