import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import { addDays, dayOfMonth, monthShort, weekdayShort } from "#lib/time.ts";
import { type SelectedDay, useDayHref } from "../use-selected-day.ts";
import styles from "./day-strip.module.css";

const DAYS_SHOWN = 14;

/** Scrolls only the strip, so that the selected day is in its centre. */
function intoView(item: HTMLElement | null): void {
  const strip = item?.parentElement;
  if (item && strip) strip.scrollLeft = item.offsetLeft - (strip.clientWidth - item.offsetWidth) / 2;
}

/** The next 14 days. A later day of the address is added at the end. */
export function DayStrip({ selected: { venue, day, today } }: { selected: SelectedDay }) {
  const hrefOf = useDayHref(venue);
  const fortnight = Array.from({ length: DAYS_SHOWN }, (_, index) => addDays(today, index));
  const days = fortnight.includes(day) ? fortnight : [...fortnight, day].sort();

  return (
    <nav aria-label={t`Day`}>
      <ul className={styles.strip}>
        {days.map((one) => (
          <li key={one} ref={one === day ? intoView : null}>
            <Link href={hrefOf(one)} className={styles.day} aria-current={one === day ? "date" : undefined}>
              <span>{one === today ? t`Today` : weekdayShort(one)}</span>{" "}
              <span className={styles.number}>{dayOfMonth(one)}</span> <span>{monthShort(one)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
