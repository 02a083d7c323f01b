/** The shows of the business day, and what needs attention. */

import { queryOptions } from "@tanstack/react-query";
import { body } from "#api/request.ts";
import { staffClient } from "./client.ts";
import type { Today } from "./types.ts";

const REFRESH_AFTER = 30_000;

export const todayQuery = queryOptions({
  queryKey: ["today"],
  queryFn: ({ signal }): Promise<Today> => body(staffClient.GET("/api/staff/today/", { signal })),
  staleTime: REFRESH_AFTER / 2,
});

/** The same, and again every 30 seconds while the page is visible. */
export const liveTodayQuery = { ...todayQuery, refetchInterval: REFRESH_AFTER };
