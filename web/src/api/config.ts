/** What differs from one installation to the next. */

import { queryOptions } from "@tanstack/react-query";
import { body, client } from "./request.ts";

export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => body(client.GET("/api/config/", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
