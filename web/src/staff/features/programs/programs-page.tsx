import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "#api/config.ts";
import { keysQuery, useTeamActions } from "#api/staff/team.ts";
import type { ApiKey } from "#api/staff/types.ts";
import { worksAt } from "#staff/team/access.ts";
import { dateText, momentText } from "#staff/team/local-time.ts";
import { grantText } from "#staff/team/names.ts";
import { useCinema, useVenues } from "#staff/team/use-team.ts";
import { ConfirmButton } from "#staff/ui/confirm-button.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { stateOf, stateText } from "./key-state.ts";

/** The keys of programs at the selected cinema, also those that have ended. */
export function ProgramsPage() {
  const keys = useQuery(keysQuery);
  const cinema = useCinema();
  return (
    <StaffPage
      title={t`Programs`}
      actions={<ButtonLink kind="primary" href="/programs/new">{t`Create a key`}</ButtonLink>}
    >
      <p>{t`A program, such as your website, sends its key with each request to the API for staff. A key has one role, and can never create people, keys or approvals.`}</p>
      <Loaded query={keys}>
        {(found) => {
          const shown = found.filter((key) => worksAt([key], cinema));
          return shown.length === 0 ? <p>{t`No program has a key yet.`}</p> : <KeyTable keys={shown} />;
        }}
      </Loaded>
    </StaffPage>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const venues = useVenues();
  const now = useNow();
  return (
    <Table<ApiKey>
      caption={t`Keys of programs`}
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Name`, cell: ({ name }) => name },
        { head: t`Key`, cell: ({ ending }) => `mtk_…${ending}` },
        { head: t`Role`, cell: (key) => grantText(venues, key) },
        { head: t`State`, cell: (key) => stateText(key, now) },
        { head: t`Created`, cell: ({ created_at }) => dateText(created_at) },
        {
          head: t`Last used`,
          cell: ({ last_used_at }) => (last_used_at ? momentText(last_used_at) : t`never`),
        },
        { head: t`Action`, cell: (key) => (stateOf(key, now) === "active" ? <Revoke apiKey={key} /> : "") },
      ]}
    />
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const { revokeKey } = useTeamActions();
  const { name } = apiKey;
  return (
    <ConfirmButton
      label={t`Revoke`}
      name={t`Revoke the key ${name}`}
      title={t`Revoke the key ${name}?`}
      action={() => revokeKey(apiKey.id)}
      done={t`The key ${name} is revoked.`}
    >
      {t`The program that uses it stops working at once. This cannot be undone.`}
    </ConfirmButton>
  );
}
