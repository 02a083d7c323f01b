import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { ticketTypesQuery } from "#api/staff/prices.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";

/** Whether a cinema has no ticket types in use. False until they have loaded. */
export function useLacksTicketTypes(venue: number | null): boolean {
  const types = useQuery({ ...ticketTypesQuery(venue ?? 0), enabled: venue !== null });
  return types.data?.every(({ archived }) => archived) ?? false;
}

/** What to do before price cards. */
export function NoTicketTypes() {
  return (
    <Notice
      tone="warn"
      actions={<ButtonLink kind="primary" href="/prices/ticket-types">{t`Ticket types`}</ButtonLink>}
    >
      {t`Add ticket types first: a price card says what each of them costs.`}
    </Notice>
  );
}
