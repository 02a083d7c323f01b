import { t } from "@lingui/core/macro";
import { type KeyboardEvent, useId } from "react";
import { Link, useSearchParams } from "wouter";
import { dayOfMonth, monthShort, weekdayShort, yearOf } from "#lib/days.ts";
import { addDays, type Day } from "#lib/time.ts";
import { parseFilters, TONIGHT } from "../filters.ts";
import { type SelectedDays, useDateHref, WEEKEND } from "../use-selected-days.ts";
import styles from "./day-picker.module.css";

const DAYS_SHOWN = 14;

/** "Tonight", "Tomorrow" and "This weekend", then the next 14 days. */
export function DayPicker({ selected }: { selected: SelectedDays }) {
  return (
    <nav aria-label={t`Day`} className={styles.picker}>
      <Shortcuts selected={selected} />
      <DayStrip selected={selected} />
    </nav>
  );
}

function Shortcuts({ selected: { venue, today, date } }: { selected: SelectedDays }) {
  const [address] = useSearchParams();
  const { q, time } = parseFilters(address);
  const hrefOf = useDateHref(venue);
  const tomorrow = addDays(today, 1);
  const isTonight = time === TONIGHT;
  const shortcuts = [
    { name: t`Tonight`, href: hrefOf(today, TONIGHT), chosen: date === today && isTonight },
    { name: t`Tomorrow`, href: hrefOf(tomorrow), chosen: date === tomorrow && !isTonight },
    { name: t`This weekend`, href: hrefOf(WEEKEND), chosen: date === WEEKEND },
  ];
  return (
    <ul className={styles.shortcuts}>
      {shortcuts.map(({ name, href, chosen }) => (
        <li key={name}>
          <Link href={href} className={styles.shortcut} aria-current={(chosen && q === "") || undefined}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Scrolls only the strip, so that the selected day is in its centre. */
function intoView(item: HTMLElement | null): void {
  const strip = item?.parentElement;
  if (item && strip) strip.scrollLeft = item.offsetLeft - (strip.clientWidth - item.offsetWidth) / 2;
}

/** Moves the focus along the strip, which is one tab stop. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const links = [...(event.currentTarget.closest("ul")?.querySelectorAll("a") ?? [])];
  const index = links.indexOf(event.currentTarget as HTMLAnchorElement);
  const moves: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    Home: 0,
    End: links.length - 1,
  };
  const link = links[moves[event.key] ?? -1];
  if (!link) return;
  event.preventDefault();
  link.focus();
}

/** Whether the month is in view: on the first day, and where it changes. */
const namesMonth = (day: Day, before: Day | undefined): boolean => before?.slice(0, 7) !== day.slice(0, 7);

/** The next 14 days. A later day of the address is added at the end. */
function DayStrip({ selected: { venue, days: chosen, date, today } }: { selected: SelectedDays }) {
  const [address] = useSearchParams();
  const hint = useId();
  const hrefOf = useDateHref(venue);
  const isSearch = parseFilters(address).q !== "";
  const fortnight = Array.from({ length: DAYS_SHOWN }, (_, index) => addDays(today, index));
  const days = [...new Set([...fortnight, ...chosen])].sort();
  const isCurrent = (day: Day) => !isSearch && day === date;

  return (
    <>
      <ul className={styles.strip}>
        {days.map((day, index) => (
          <li
            key={day}
            ref={day === chosen[0] ? intoView : null}
            data-gap={(index > 0 && days[index - 1] !== addDays(day, -1)) || undefined}
          >
            <Link
              href={hrefOf(day)}
              className={styles.day}
              aria-current={isCurrent(day) ? "date" : undefined}
              aria-describedby={hint}
              tabIndex={day === chosen[0] ? 0 : -1}
              onKeyDown={moveFocus}
              data-chosen={(!isSearch && chosen.includes(day)) || undefined}
            >
              <span>{day === today ? t`Today` : weekdayShort(day)}</span>{" "}
              <span>
                <span className={styles.number}>{dayOfMonth(day)}</span>{" "}
                <span className={namesMonth(day, days[index - 1]) ? styles.month : "visually-hidden"}>
                  {monthShort(day)}
                  {!fortnight.includes(day) && yearOf(day) !== yearOf(today) && ` ${yearOf(day)}`}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <span id={hint} hidden>{t`Other days with the arrow keys`}</span>
    </>
  );
}
