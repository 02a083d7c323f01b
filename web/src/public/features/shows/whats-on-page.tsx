import { t } from "@lingui/core/macro";
import { problemText } from "#api/problem.ts";
import { dayLong } from "#lib/time.ts";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { DayPicker } from "./programme/day-picker.tsx";
import { Programme, Shows } from "./programme/programme.tsx";
import { Skeleton } from "./programme/skeleton.tsx";
import { dateAndTime, type SavedProgramme, savedProgramme } from "./saved-programme.ts";
import { useSelectedDays } from "./use-selected-days.ts";
import { VenueSelect } from "./venue-select.tsx";
import styles from "./whats-on-page.module.css";

export function WhatsOnPage() {
  const { venues, selected, error, retry } = useSelectedDays();
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <PageHeading title={t`What’s on`} />
        {venues && selected && <VenueSelect venues={venues} chosen={selected.venue.id} />}
      </header>
      {selected ? (
        <>
          <DayPicker selected={selected} />
          <Programme key={`${selected.venue.id} ${selected.date}`} selected={selected} />
        </>
      ) : (
        <NoCinema empty={venues?.length === 0} error={error} retry={retry} />
      )}
    </div>
  );
}

function NoCinema({ empty, error, retry }: { empty: boolean; error: Error | null; retry: () => void }) {
  const online = useOnline();
  if (empty) return <p>{t`There is no cinema here yet.`}</p>;
  if (!error && online) return <Waiting />;
  const saved = savedProgramme();
  return (
    <>
      <div role="alert">
        {online ? (
          <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
        ) : (
          !saved && (
            <Notice tone="warn">{t`You’re offline. The list appears when you’re connected again.`}</Notice>
          )
        )}
      </div>
      {saved && <Saved saved={saved} online={online} />}
    </>
  );
}

/** The last programme that this device has shown. */
function Saved({ saved: { shows, days, readAt }, online }: { saved: SavedProgramme; online: boolean }) {
  const readOn = dateAndTime(readAt);
  const [first = ""] = days;
  return (
    <section id="films" tabIndex={-1} aria-label={dayLong(first)} className={styles.saved}>
      <Notice tone="warn">
        {online
          ? t`This is the programme as you last saw it: ${readOn}.`
          : t`You’re offline. This is the programme as you last saw it: ${readOn}.`}
      </Notice>
      <h2>
        {days.map(dayLong).join(" · ")}
        {shows[0] && ` · ${shows[0].venue.name}`}
      </h2>
      <Shows shows={shows} nameDays={days.length > 1} />
    </section>
  );
}

/** Placeholders for the days, the filters and the list. */
function Waiting() {
  return (
    <>
      <div className={styles.waiting} />
      <Skeleton />
    </>
  );
}
