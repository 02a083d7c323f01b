import { t } from "@lingui/core/macro";
import { lazy, Suspense } from "react";
import { useSearchParams } from "wouter";
import { problemText } from "#api/problem.ts";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { useOnline } from "#ui/use-online.ts";
import { DayPicker } from "./programme/day-picker.tsx";
import { Programme } from "./programme/programme.tsx";
import { Skeleton } from "./programme/skeleton.tsx";
import { savedProgramme } from "./saved-programme.ts";
import { useSelectedDays } from "./use-selected-days.ts";
import { VenueSelect } from "./venue-select.tsx";
import styles from "./whats-on-page.module.css";

const SavedShows = lazy(async () => ({ default: (await import("./saved-shows.tsx")).SavedShows }));

export function WhatsOnPage() {
  const [address] = useSearchParams();
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
          <Programme key={`${selected.venue.id} ${address.get("date")}`} selected={selected} />
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
      <Suspense>{saved && <SavedShows saved={saved} online={online} />}</Suspense>
    </>
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
