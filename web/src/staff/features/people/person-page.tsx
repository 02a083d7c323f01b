import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { personQuery } from "#api/staff/team.ts";
import { personName } from "#staff/team/names.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { PersonForm } from "./person-form.tsx";
import { SignInActions } from "./sign-in-actions.tsx";

/** One person: name and roles, and whether and how they sign in. */
export function PersonPage({ personId }: { personId: number }) {
  const person = useQuery(personQuery(personId));
  return (
    <StaffPage
      title={person.data ? personName(person.data) : t`Person`}
      parent={{ path: "/people", name: t`People` }}
      narrow
    >
      <Loaded query={person}>
        {(found) => (
          <>
            <PersonForm key={found.id} person={found} />
            <SignInActions person={found} />
          </>
        )}
      </Loaded>
    </StaffPage>
  );
}
