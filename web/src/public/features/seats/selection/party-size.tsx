import { plural, t } from "@lingui/core/macro";
import { useState } from "react";
import type { SeatStore } from "#seat-map/seat-store.ts";
import { Button } from "#ui/button.tsx";
import styles from "./party-size.module.css";
import type { Party } from "./use-party.ts";
import type { SeatSelection } from "./use-seat-selection.ts";

type Props = { showId: number; store: SeatStore; party: Party; selection: SeatSelection; first: boolean };

/** The number of people, and a button that holds the best seats for them. `first`: no seat is held yet. */
export function PartySize({ showId, store, party, selection, first }: Props) {
  const [busy, setBusy] = useState(false);
  const { people: count, least, most, setPeople } = party;
  const people = plural(count, { one: "# person", other: "# people" });
  const best = count === 1 ? t`Best seat` : t`Best together`;

  async function find() {
    setBusy(true);
    try {
      const { holdBestSeats } = await import("./best-seats.ts");
      await holdBestSeats(showId, count, store, selection);
    } catch (error) {
      selection.reportError(error, []);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={styles.party}>
      <fieldset className={styles.stepper} aria-label={t`How many people`}>
        <Step label={t`One person fewer`} off={count <= least} step={() => setPeople(count - 1)}>
          −
        </Step>
        <output className={styles.count}>{people}</output>
        <Step label={t`One person more`} off={count >= most} step={() => setPeople(count + 1)}>
          +
        </Step>
      </fieldset>
      <Button kind={first ? "primary" : "plain"} busy={busy} onClick={find} aria-label={`${people}: ${best}`}>
        {best}
      </Button>
    </div>
  );
}

type StepProps = { label: string; off: boolean; step: () => void; children: string };

/** At its limit, the button stays focusable and does nothing. */
function Step({ label, off, step, children }: StepProps) {
  return (
    <button type="button" aria-label={label} aria-disabled={off || undefined} onClick={step}>
      {children}
    </button>
  );
}
