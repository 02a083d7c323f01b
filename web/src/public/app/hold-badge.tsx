import { Plural, Trans } from "@lingui/react/macro";
import { Link, useLocation } from "wouter";
import { useHold } from "#api/hold.ts";
import { Countdown } from "#ui/countdown.tsx";
import styles from "./shell.module.css";

/** "2 seats held · 3:12", on each page that does not show the held seats. */
export function HoldBadge() {
  const state = useHold();
  const [path] = useLocation();
  if (state.kind !== "held" || path === "/checkout" || path === `/show/${state.hold.showId}`) return null;
  const { seatIds, deadline, order } = state.hold;
  const ticketPath = `/ticket/${order?.secret}`;
  if (path === ticketPath) return null;
  if (order) {
    return (
      <Link href={ticketPath} className={styles.badge}>
        <Trans>Your booking</Trans>
      </Link>
    );
  }
  return (
    <Link href="/checkout" className={styles.badge}>
      <Plural
        value={seatIds.length}
        one={
          <Trans>
            # seat <span>held</span>
          </Trans>
        }
        other={
          <Trans>
            # seats <span>held</span>
          </Trans>
        }
      />{" "}
      · <Countdown deadline={deadline} />
    </Link>
  );
}
