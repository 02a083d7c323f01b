import { useSearchParams } from "wouter";
import { problemText } from "#api/problem.ts";
import type { Venue } from "#api/types.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeading } from "#ui/page-heading.tsx";
import { DayStrip } from "./day-strip.tsx";
import { Programme, Skeleton } from "./programme.tsx";
import { type Asked, useAsked } from "./use-programme.ts";
import styles from "./whats-on-page.module.css";

export function WhatsOnPage() {
  const { venues, asked, error, retry } = useAsked();
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <PageHeading title="What’s on" />
        {venues && asked && <VenueSwitch venues={venues} asked={asked} />}
      </header>
      {asked ? (
        <>
          <DayStrip asked={asked} />
          <Programme key={`${asked.venue.id} ${asked.day}`} asked={asked} />
        </>
      ) : (
        <NoCinema empty={venues?.length === 0} error={error} retry={retry} />
      )}
    </div>
  );
}

function NoCinema({ empty, error, retry }: { empty: boolean; error: Error | null; retry: () => void }) {
  if (empty) return <p>There is no cinema here yet.</p>;
  if (!error) return <Skeleton />;
  return (
    <div role="alert">
      <Notice tone="danger" actions={<Button onClick={retry}>Retry</Button>}>
        {problemText(error)}
      </Notice>
    </div>
  );
}

function VenueSwitch({ venues, asked }: { venues: Venue[]; asked: Asked }) {
  const [, setSearch] = useSearchParams();
  return (
    <label className={styles.venue}>
      <span className={styles.venueLabel}>Cinema</span>
      <select
        value={asked.venue.id}
        onChange={(event) => setSearch({ venue: event.target.value, date: asked.day })}
      >
        {venues.map((venue) => (
          <option key={venue.id} value={venue.id}>
            {venue.name}, {venue.city}
          </option>
        ))}
      </select>
    </label>
  );
}
