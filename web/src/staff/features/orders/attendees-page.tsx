import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { attendeesQuery } from "#api/staff/orders.ts";
import type { Attendee, Attendees } from "#api/staff/types.ts";
import { formatLocale } from "#lib/language.ts";
import { momentAt } from "#staff/team/times.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { Button } from "#ui/button.tsx";
import styles from "./orders.module.css";
import { Reference } from "./reference.tsx";
import { attendanceText } from "./texts.ts";

type Sorting = "seat" | "name";

/** Who comes to a show, to print: by seat for the ushers, by name for the door. */
export function AttendeesPage({ showId }: { showId: number }) {
  const query = useQuery(attendeesQuery(showId));
  const [sorting, setSorting] = useState<Sorting>("seat");
  const found = query.data;
  return (
    <StaffPage
      title={found ? found.show.title : t`Who comes`}
      parent={{ path: "/", name: t`Today` }}
      actions={
        found &&
        found.attendees.length > 0 && (
          <Button kind="primary" onClick={() => print()}>{t`Print the list`}</Button>
        )
      }
    >
      <Loaded query={query}>{(data) => <List data={data} sorting={sorting} sort={setSorting} />}</Loaded>
    </StaffPage>
  );
}

const byName = (one: Attendee, other: Attendee): number =>
  // Those without a name come last.
  Number(one.customer_name === "") - Number(other.customer_name === "") ||
  one.customer_name.localeCompare(other.customer_name, formatLocale());

type ListProps = { data: Attendees; sorting: Sorting; sort: (by: Sorting) => void };

function List({ data: { show, attendees }, sorting, sort }: ListProps) {
  const admitted = attendees.filter(({ admitted_at }) => admitted_at !== null).length;
  const count = attendees.length;
  const rows = sorting === "seat" ? attendees : [...attendees].sort(byName);
  const seat = { head: t`Seat`, cell: (one: Attendee) => one.seat.name };
  const name = { head: t`Name`, cell: (one: Attendee) => one.customer_name || t`unknown` };
  return (
    <>
      <p>
        {momentAt(show.starts_at, show.venue.timezone)} · {show.hall.name}, {show.venue.name}
        <br />
        {attendanceText(count, admitted)}
      </p>
      {count === 0 ? (
        <p>{t`Nobody has a ticket for this show yet.`}</p>
      ) : (
        <>
          <fieldset className={styles.filters}>
            <legend className="visually-hidden">{t`Sort`}</legend>
            {(["seat", "name"] as const).map((one) => (
              <button key={one} type="button" aria-pressed={sorting === one} onClick={() => sort(one)}>
                {one === "seat" ? t`By seat` : t`By name`}
              </button>
            ))}
          </fieldset>
          <Table<Attendee>
            caption={t`Valid tickets of the show`}
            rows={rows}
            keyOf={(one) => one.seat.id}
            columns={[
              ...(sorting === "seat" ? [seat, name] : [name, seat]),
              { head: t`Ticket`, cell: ({ ticket_type_name }) => ticket_type_name },
              {
                head: t`Booking`,
                cell: ({ reference }) => (
                  <Link href={`/orders/${reference}`}>
                    <Reference reference={reference} />
                  </Link>
                ),
              },
              {
                head: t`Admitted`,
                cell: ({ admitted_at }) => (admitted_at ? momentAt(admitted_at, show.venue.timezone) : ""),
              },
            ]}
          />
        </>
      )}
    </>
  );
}
