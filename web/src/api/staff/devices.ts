/** Tills and door scanners. */

import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { body } from "#api/request.ts";
import { allRows, staffClient } from "./client.ts";
import type { Device, DeviceKind, NewDevice } from "./types.ts";

const PAGE = { page_size: 200 };

/** Milliseconds between two looks at a device that is being paired. */
const LOOK_EVERY = 2_000;

const place = (id: number) => ({ params: { path: { device_id: String(id) } } });

export const devicesQuery = queryOptions({
  queryKey: ["devices"],
  queryFn: ({ signal }): Promise<Device[]> =>
    allRows((cursor) =>
      body(
        staffClient.GET("/api/staff/devices/", {
          params: { query: cursor === undefined ? PAGE : { ...PAGE, cursor } },
          signal,
        }),
      ),
    ),
});

/** A device, renewed until it is paired. */
export const pairingQuery = (id: number) =>
  queryOptions({
    queryKey: ["devices", id],
    queryFn: ({ signal }): Promise<Device> =>
      body(staffClient.GET("/api/staff/devices/{device_id}/", { ...place(id), signal })),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === "waiting" ? LOOK_EVERY : false,
  });

/** Each throws: Problem. */
export function useDeviceActions() {
  const cache = useQueryClient();
  const changed = async <T>(response: Promise<T>): Promise<T> => {
    const result = await response;
    await cache.invalidateQueries({ queryKey: devicesQuery.queryKey });
    cache.removeQueries({ queryKey: ["audit"] });
    return result;
  };
  return {
    /** Null stands for all halls of the cinema. */
    add: (kind: DeviceKind, venue_id: number, hall_ids: number[] | null): Promise<NewDevice> =>
      changed(body(staffClient.POST("/api/staff/devices/", { body: { kind, venue_id, hall_ids } }))),
    confirm: (id: number): Promise<Device> =>
      changed(body(staffClient.POST("/api/staff/devices/{device_id}/confirm/", place(id)))),
    revoke: (id: number): Promise<Device> =>
      changed(body(staffClient.DELETE("/api/staff/devices/{device_id}/", place(id)))),
  };
}
