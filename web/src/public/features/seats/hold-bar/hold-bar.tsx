/** The bar below the map: held seats, total, time left and the link to the checkout. */

import { t } from "@lingui/core/macro";
import { lazy, Suspense } from "react";
import { useConfig } from "#api/config.ts";
import type { Hold } from "#api/hold.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { formatMoney, sumMoney } from "#lib/money.ts";
import { seatNames } from "#lib/names.ts";
import type { PlacedSeat } from "#seat-map/plan.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { peopleOn } from "../selection/use-party.ts";
import styles from "./hold-bar.module.css";

// Loaded with the first held seat, so that it is ready in the last minute.
const MoreTimeButton = lazy(() => import("./more-time-button.tsx"));

/** `people`: the size of the party. */
type Props = { hold: Hold | null; seats: PlacedSeat[]; people: number; currency: string };

export function HoldBar({ hold, seats, people, currency }: Props) {
  if (hold === null || seats.length === 0) return <Hint />;
  if (hold.order) return <BeingPaid frozen={hold.frozen} secret={hold.order.secret} />;
  const total = formatMoney(sumMoney(seats.map((seat) => seat.price)), currency);
  const seated = peopleOn(seats);
  return (
    <div className={styles.bar}>
      <p className={styles.seats}>
        <span className={styles.count}>{t`${seated} of ${people}`}: </span>
        <strong>{seatNames(seats).join(", ")}</strong>
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

function Hint() {
  const config = useConfig();
  const time = countdownInWords(config?.hold_seconds ?? 0);
  // A space keeps the height of the line until its text is known.
  return <p className={styles.hint}>{config ? t`Choose a seat to hold it for ${time}.` : "\u00a0"}</p>;
}

/** The seats can't be changed until their payment is decided. */
function BeingPaid({ frozen, secret }: { frozen: boolean; secret: string }) {
  return (
    <div className={styles.bar}>
      <p>{frozen ? t`Your seats are being paid for.` : t`These seats are yours.`}</p>
      <div className={styles.actions}>
        <ButtonLink kind="primary" href={`/ticket/${secret}`}>
          {frozen ? t`Go to the payment` : t`Go to your tickets`}
        </ButtonLink>
      </div>
    </div>
  );
}
