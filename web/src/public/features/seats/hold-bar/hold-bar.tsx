/** The bar below the map: held seats, total, time left and the link to the checkout. */

import { t } from "@lingui/core/macro";
import { lazy, Suspense } from "react";
import { useConfig } from "#api/config.ts";
import type { Hold } from "#api/hold.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { sumMoney } from "#lib/money.ts";
import { seatRuns } from "#lib/names.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import { priceName } from "#seat-map/seat-labels.ts";
import { PriceLine } from "#seat-map/seats/legend.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { peopleOn } from "../selection/use-party.ts";
import { BeingPaid } from "./being-paid.tsx";
import styles from "./hold-bar.module.css";

// Loaded with the first held seat, so that it is ready in the last minute.
const MoreTimeButton = lazy(() => import("./more-time-button.tsx"));

/** `people`: the size of the party. */
type Props = { plan: Plan; hold: Hold | null; seats: PlacedSeat[]; people: number; currency: string };

export function HoldBar({ plan, hold, seats, people, currency }: Props) {
  if (hold === null || seats.length === 0) return <Hint plan={plan} currency={currency} />;
  if (hold.order) return <BeingPaid frozen={hold.frozen} secret={hold.order.secret} />;
  const total = priceName(sumMoney(seats.map((seat) => seat.price)), currency);
  const seated = peopleOn(seats);
  return (
    <div className={styles.bar}>
      <p className={styles.seats}>
        <span className={styles.count}>{t`${seated} of ${people}`}: </span>
        <strong>{seatRuns(seats)}</strong>
      </p>
      <p className={styles.sum}>
        {total}
        <span className={styles.clock}>
          <span className="visually-hidden">{t`Time left:`} </span>
          <Countdown deadline={hold.deadline} />
        </span>
      </p>
      <div className={styles.actions}>
        <Suspense>
          <MoreTimeButton hold={hold} />
        </Suspense>
        <ButtonLink kind="primary" href="/checkout">
          {t`Continue`}
        </ButtonLink>
      </div>
    </div>
  );
}

function Hint({ plan, currency }: Pick<Props, "plan" | "currency">) {
  const config = useConfig();
  const time = countdownInWords(config?.hold_seconds ?? 0);
  // A space keeps the height of the line until its text is known.
  return (
    <div className={styles.hint}>
      <p>{config ? t`Choose a seat to hold it for ${time}.` : "\u00a0"}</p>
      <PriceLine plan={plan} currency={currency} inBar />
    </div>
  );
}
