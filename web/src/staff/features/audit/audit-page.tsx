import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { nextCursor } from "#api/staff/client.ts";
import { auditQuery, keysQuery, usePeople } from "#api/staff/team.ts";
import type { AuditEntry } from "#api/staff/types.ts";
import { maySomewhere } from "#staff/team/access.ts";
import { machineTime, momentText } from "#staff/team/local-time.ts";
import { cinemaName, personName } from "#staff/team/names.ts";
import { useAllowed, useCinema, useVenues } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { Button } from "#ui/button.tsx";
import { type Names, whatText, whoText } from "./sentences.ts";

function useNames(): Names {
  const allowed = useAllowed();
  const people = usePeople(maySomewhere(allowed, "manage-people")).data ?? [];
  const keys = useQuery({ ...keysQuery, enabled: maySomewhere(allowed, "manage-api-keys") }).data ?? [];
  return {
    people: new Map(people.map((one) => [one.id, personName(one)])),
    keys: new Map(keys.map(({ id, name, ending }) => [id, `${name} …${ending}`])),
    venues: useVenues(),
  };
}

/** Who did what at the selected cinema, the newest first. */
export function AuditPage() {
  const cinema = useCinema();
  const venues = useVenues();
  const place = cinemaName(venues, cinema);
  return (
    <StaffPage title={t`Audit`}>
      <p>
        {cinema === null
          ? t`What people and their programs did. Entries cannot be changed.`
          : t`What people and their programs did at ${place}. Entries about all cinemas are under “All my cinemas”. Entries cannot be changed.`}
      </p>
      <Entries key={cinema} cinema={cinema} cursor={undefined} />
    </StaffPage>
  );
}

type Props = { cinema: number | null; cursor: string | undefined };

/** A page of entries, and the next one when it is asked for. */
function Entries({ cinema, cursor }: Props) {
  const names = useNames();
  const page = useQuery(auditQuery(cinema, cursor));
  const [showsMore, setShowsMore] = useState(false);
  return (
    <Loaded query={page}>
      {(found) => {
        const next = nextCursor(found);
        if (found.results.length === 0) return <p>{t`Nothing was done here yet.`}</p>;
        return (
          <>
            <EntryTable entries={found.results} names={names} />
            {next && showsMore && <Entries cinema={cinema} cursor={next} />}
            {next && !showsMore && (
              <div>
                <Button onClick={() => setShowsMore(true)}>{t`Show older entries`}</Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function EntryTable({ entries, names }: { entries: readonly AuditEntry[]; names: Names }) {
  return (
    <Table<AuditEntry>
      caption={t`Audit entries`}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { head: t`When`, cell: ({ at }) => <time dateTime={machineTime(at)}>{momentText(at)}</time> },
        { head: t`Who`, cell: (entry) => whoText(entry, names) },
        { head: t`What`, cell: (entry) => whatText(entry, names) },
        { head: t`Where`, cell: ({ venue_id }) => cinemaName(names.venues, venue_id) },
      ]}
    />
  );
}
