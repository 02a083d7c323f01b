import { t } from "@lingui/core/macro";
import { problemText } from "#api/problem.ts";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { DayStrip } from "./programme/day-strip.tsx";
import { FilterBar } from "./programme/filter-bar.tsx";
import { Programme, Skeleton } from "./programme/programme.tsx";
import { useSelectedDay } from "./use-selected-day.ts";
import { VenueSelect } from "./venue-select.tsx";
import styles from "./whats-on-page.module.css";

export function WhatsOnPage() {
  const { venues, selected, error, retry } = useSelectedDay();
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <PageHeading title={t`What’s on`} />
        {venues && selected && <VenueSelect venues={venues} chosen={selected.venue.id} />}
      </header>
      {selected ? (
        <>
          <DayStrip selected={selected} />
          <FilterBar selected={selected} />
          <Programme key={`${selected.venue.id} ${selected.day}`} selected={selected} />
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
  return (
    <div role="alert">
      <RetryNotice retry={retry}>{problemText(error)}</RetryNotice>
    </div>
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
