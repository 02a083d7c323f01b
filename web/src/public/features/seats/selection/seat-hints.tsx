import { plural, t } from "@lingui/core/macro";
import { formatList, seatName, seatNames } from "#lib/names.ts";
import { companionLink, type PlacedSeat, type Plan } from "#seat-map/plan.ts";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { useAllSeats } from "#seat-map/use-seats.ts";
import styles from "../hold-bar/hold-bar.module.css";
import { orphanSeats } from "./orphan-seats.ts";
import type { SeatSelection } from "./use-seat-selection.ts";

type Props = { plan: Plan; store: SeatStore; mine: PlacedSeat[]; selection: SeatSelection };

/** Hints about the held seats. They never block the booking. */
export function SeatHints({ plan, store, mine, selection }: Props) {
  useAllSeats(store);
  const orphans = orphanSeats(plan, mine, store.get);
  const names = formatList(seatNames(orphans));
  const left = plural(orphans.length, {
    one: `${names} would be left single.`,
    other: `${names} would be left single.`,
  });
  const spaces = mine.filter((seat) => seat.type === "wheelchair");
  return (
    <>
      {spaces.length > 0 && (
        <WheelchairHint plan={plan} store={store} spaces={spaces} selection={selection} />
      )}
      {orphans.length > 0 && <p className={styles.aside}>{left}</p>}
    </>
  );
}

type WheelchairHintProps = Omit<Props, "mine"> & { spaces: PlacedSeat[] };

function WheelchairHint({ plan, store, spaces, selection }: WheelchairHintProps) {
  const beside = companionsOf(plan, spaces).find((seat) => store.get(seat.id) === "free");
  const name = beside ? seatName(beside) : "";
  return (
    <p className={styles.aside}>
      {t`Wheelchair spaces are for people who come in a wheelchair. Your word is enough; nobody asks for proof.`}{" "}
      {beside && (
        <button
          type="button"
          className={styles.hintAction}
          onClick={() => selection.holdInstead([beside.id])}
        >
          {t`Add companion seat ${name}`}
        </button>
      )}
    </p>
  );
}

/** The companion seats beside these wheelchair spaces. */
function companionsOf(plan: Plan, spaces: readonly PlacedSeat[]): PlacedSeat[] {
  const rows = plan.rows.filter((row) => spaces.some((space) => space.row === row.name));
  return rows.flatMap((row) =>
    row.seats.filter((seat) => {
      const space = companionLink(seat, row);
      return space !== null && spaces.includes(space);
    }),
  );
}
