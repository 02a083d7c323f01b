import { body, client, withRetry } from "./request.ts";

/** Ends a hold that this browser has replaced by another one. If that fails, it ends when its time is up. */
export async function releaseHold(token: string): Promise<void> {
  const request = { body: { hold_token: token } };
  await withRetry(() => body(client.POST("/api/release-lock/", request))).catch(() => undefined);
}
