import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { rolesQuery } from "#api/staff/team.ts";
import type { RolesTable } from "#api/staff/types.ts";
import { permissionText, roleName } from "#staff/team/roles.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";

type Row = RolesTable["permissions"][number];

/** Who may do what, as the server has it: a row for each permission, a column for each role. */
export function RolesPage() {
  const table = useQuery(rolesQuery);
  return (
    <StaffPage title={t`Who may do what`}>
      <p>{t`A role applies at one cinema, or at all. A person can have several.`}</p>
      <Loaded query={table}>
        {({ roles, permissions }) => (
          <Table<Row>
            caption={t`Permissions of each role`}
            rows={permissions}
            keyOf={({ permission }) => permission}
            columns={[
              { head: t`May`, cell: ({ permission }) => permissionText(permission) },
              ...roles.map((one) => ({
                head: roleName(one.role),
                cell: ({ permission }: Row) => (one.permissions.includes(permission) ? t`yes` : ""),
              })),
            ]}
          />
        )}
      </Loaded>
    </StaffPage>
  );
}
