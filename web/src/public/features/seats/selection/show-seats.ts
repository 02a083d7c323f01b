import styles from "../hold-bar/hold-bar.module.css";

/** Pixels between the lowest seat and the bar. */
const ROOM = 8;

/** Scrolls to seats, which may be out of view or behind the bar at the bottom of the window. */
export function showSeats(ids: readonly number[]): void {
  const seats = ids.flatMap((id) => document.querySelector(`[data-seat="${id}"]`) ?? []);
  for (const seat of seats) seat.scrollIntoView({ block: "nearest", inline: "nearest" });
  const bar = document.querySelector(`.${styles.dock}`)?.getBoundingClientRect();
  if (!bar) return;
  // On a wide screen, the bar is beside the map.
  const covered = seats
    .map((seat) => seat.getBoundingClientRect())
    .filter(({ left, bottom }) => left < bar.right && bottom > bar.top - ROOM);
  if (covered.length > 0) scrollBy(0, Math.max(...covered.map(({ bottom }) => bottom)) - bar.top + ROOM);
}
