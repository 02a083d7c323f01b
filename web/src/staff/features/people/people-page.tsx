import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Link } from "wouter";
import { usePeople } from "#api/staff/team.ts";
import type { Person } from "#api/staff/types.ts";
import { maySomewhere, worksAt } from "#staff/team/access.ts";
import { momentText } from "#staff/team/local-time.ts";
import { grantsText, personName } from "#staff/team/names.ts";
import { useAllowed, useCinema, useVenues } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { stateText } from "./state.ts";

/** The team of the selected cinema. Deactivated people are hidden until they are asked for. */
export function PeoplePage() {
  const people = usePeople();
  const cinema = useCinema();
  const pairsDevices = maySomewhere(useAllowed(), "manage-devices");
  const [showsAll, setShowsAll] = useState(false);
  return (
    <StaffPage
      title={t`People`}
      actions={
        <>
          {pairsDevices && <ButtonLink href="/people/devices">{t`Devices`}</ButtonLink>}
          <ButtonLink kind="primary" href="/people/invite">{t`Invite a person`}</ButtonLink>
        </>
      }
    >
      <Loaded query={people}>
        {(found) => {
          const here = found.filter(({ roles }) => roles.length === 0 || worksAt(roles, cinema));
          const shown = here.filter(({ state }) => showsAll || state !== "deactivated");
          const hidden = here.length - here.filter(({ state }) => state !== "deactivated").length;
          return (
            <>
              {hidden > 0 && (
                <Checkbox
                  label={t`Show deactivated people (${hidden})`}
                  checked={showsAll}
                  onChange={setShowsAll}
                />
              )}
              {shown.length === 0 ? (
                <p>{t`Nobody works at this cinema yet. Invite the first person.`}</p>
              ) : (
                <PeopleTable people={shown} />
              )}
            </>
          );
        }}
      </Loaded>
    </StaffPage>
  );
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  const venues = useVenues();
  return (
    <Table<Person>
      caption={t`People and their roles`}
      rows={people}
      keyOf={({ id }) => id}
      columns={[
        {
          head: t`Name`,
          cell: (person) => <Link href={`/people/${person.id}`}>{personName(person)}</Link>,
        },
        { head: t`Email`, cell: ({ email }) => email },
        { head: t`Roles`, cell: ({ roles }) => grantsText(venues, roles) },
        { head: t`State`, cell: stateText },
        { head: t`Second factor`, cell: ({ second_factor }) => (second_factor ? t`yes` : t`no`) },
        {
          head: t`Last sign-in`,
          cell: ({ last_sign_in_at }) => (last_sign_in_at ? momentText(last_sign_in_at) : t`never`),
        },
      ]}
    />
  );
}
