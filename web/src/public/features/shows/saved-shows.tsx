import { t } from "@lingui/core/macro";
import { dayLong } from "#lib/days.ts";
import { DOT } from "#lib/dot.ts";
import { clockTime, dateText } from "#lib/time.ts";

import { Notice } from "#ui/notice.tsx";
import { Shows } from "./programme/programme.tsx";
import type { SavedProgramme } from "./saved-programme.ts";
import styles from "./whats-on-page.module.css";

type Props = { saved: SavedProgramme; online: boolean };

/** "Mon 30 Nov, 20:15" on the device's time zone. */
function dateAndTime(readAt: number): string {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [day, time] = [dateText(readAt, here, "short"), clockTime(readAt, here)];
  return `${day}, ${time}`;
}

/** The last programme that this device has shown. */
export function SavedShows({ saved: { shows, days, readAt }, online }: Props) {
  const readOn = dateAndTime(readAt);
  const [first = ""] = days;
  return (
    <section id="films" tabIndex={-1} aria-label={dayLong(first)} className={styles.saved}>
      <Notice tone="warn">
        {online
          ? t`This is the programme as you last saw it: ${readOn}.`
          : t`You’re offline. This is the programme as you last saw it: ${readOn}.`}
      </Notice>
      <h2>{[...days.map(dayLong), ...(shows[0] ? [shows[0].venue.name] : [])].join(DOT)}</h2>
      <Shows shows={shows} nameDays={days.length > 1} />
    </section>
  );
}
