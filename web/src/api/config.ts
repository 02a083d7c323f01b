/** The settings of the installation, and the server's time. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { serverNow, setServerTime } from "#lib/clock.ts";
import { body, client } from "./request.ts";
import type { Config } from "./types.ts";

/**
 * Milliseconds. The config is refetched after a device was asleep, because its monotonic clock may have
 * stopped.
 */
const STALE_AFTER = 300_000;

export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: async ({ signal }): Promise<Config> => {
    const config = await body(client.GET("/api/config/", { signal }));
    setServerTime(config.server_time);
    return config;
  },
  staleTime: STALE_AFTER,
});

/** Undefined until it has loaded. */
export const useConfig = (): Config | undefined => useQuery(configQuery).data;

/** The server's time at the time of rendering; NaN until it is known. See `serverNow`. */
export function useNow(): number {
  useQuery(configQuery);
  return serverNow();
}
