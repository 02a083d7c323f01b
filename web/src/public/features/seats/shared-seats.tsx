import { t } from "@lingui/core/macro";
import { useMemo } from "react";
import { useSearch } from "wouter";
import { formatList, seatName, seatNames } from "#lib/names.ts";
import type { PlacedSeat, Plan } from "#seat-map/plan.ts";
import styles from "./seats-page.module.css";

/** The address of a show that marks these seats, and holds none. */
export function sharedAddress(showId: number, seats: readonly PlacedSeat[]): string {
  const names = seatNames(seats).map(encodeURIComponent).join(",");
  return names === "" ? `/show/${showId}` : `/show/${showId}?seats=${names}`;
}

/** The seats that the address names: `?seats=F8,F9`. Names that the hall does not have are ignored. */
export function useSharedSeats(plan: Plan): PlacedSeat[] {
  const text = new URLSearchParams(useSearch()).get("seats") ?? "";
  return useMemo(() => {
    const names = new Set(text.toUpperCase().split(/[\s,]+/));
    return [...plan.seatsById.values()].filter((seat) => names.has(seatName(seat).toUpperCase()));
  }, [plan, text]);
}

/** The text above the map for a visitor who opened a shared link. */
export function SharedSeats({ seats }: { seats: PlacedSeat[] }) {
  const names = formatList(seatNames(seats));
  return (
    <p className={styles.shared}>
      <strong>{t`Your group’s seats: ${names}.`}</strong> {t`This link holds no seats for you.`}
    </p>
  );
}
