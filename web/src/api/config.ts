/** What differs from one installation to the next, and the server's time. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { serverNow, setServerTime } from "#lib/clock.ts";
import { body, client } from "./request.ts";
import type { Config } from "./types.ts";

/** Asked again when the visitor comes back later: a device that slept has lost count of the time. */
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

/** Undefined until it is known. */
export const useConfig = (): Config | undefined => useQuery(configQuery).data;

/** The server's time as of this drawing, NaN until it is known: see `serverNow`. */
export function useNow(): number {
  useQuery(configQuery);
  return serverNow();
}
