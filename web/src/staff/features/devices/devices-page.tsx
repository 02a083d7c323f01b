import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { devicesQuery } from "#api/staff/devices.ts";
import type { Device } from "#api/staff/types.ts";
import { momentText } from "#staff/team/local-time.ts";
import { cinemaName } from "#staff/team/names.ts";
import { useCinema, useVenues } from "#staff/team/use-team.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { Table } from "#staff/ui/table.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Confirm } from "./confirm.tsx";
import { hallsText, kindText, stateText } from "./device-texts.ts";
import { Revoke } from "./revoke.tsx";

/** The tills and scanners of the selected cinema, also revoked ones. */
export function DevicesPage() {
  const devices = useQuery(devicesQuery);
  const cinema = useCinema();
  return (
    <StaffPage
      title={t`Devices`}
      parent={{ path: "/people", name: t`People` }}
      actions={<ButtonLink kind="primary" href="/people/devices/new">{t`Pair a device`}</ButtonLink>}
    >
      <p>{t`A till or a door scanner works for one cinema and needs no sign-in. Revoke a device that is lost.`}</p>
      <Loaded query={devices}>
        {(found) => {
          const shown = found.filter(({ venue_id }) => cinema === null || venue_id === cinema);
          return shown.length === 0 ? <p>{t`No device is paired yet.`}</p> : <DeviceTable devices={shown} />;
        }}
      </Loaded>
    </StaffPage>
  );
}

function DeviceTable({ devices }: { devices: readonly Device[] }) {
  const venues = useVenues();
  return (
    <Table<Device>
      caption={t`Devices`}
      rows={devices}
      keyOf={({ id }) => id}
      columns={[
        { head: t`Name`, cell: ({ name }) => name || "–" },
        { head: t`Kind`, cell: ({ kind }) => kindText(kind) },
        { head: t`Cinema`, cell: ({ venue_id }) => cinemaName(venues, venue_id) },
        { head: t`Halls`, cell: hallsText },
        { head: t`State`, cell: stateText },
        {
          head: t`Last seen`,
          cell: ({ last_seen_at }) => (last_seen_at ? momentText(last_seen_at) : t`never`),
        },
        { head: t`Action`, cell: (device) => <Actions device={device} /> },
      ]}
    />
  );
}

function Actions({ device }: { device: Device }) {
  if (device.state === "revoked") return "";
  return (
    <>
      {device.state === "paired" && <Confirm device={device} />}
      <Revoke device={device} />
    </>
  );
}
