/** The API client: JSON requests and responses. Each error response is thrown as a `Problem`. */

import createClient, { type Middleware } from "openapi-fetch";
import { currentLanguage } from "#lib/language.ts";
import { isRetryable, problemFrom } from "./problem.ts";
import type { paths } from "./schema.gen.ts";

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await problemFrom(response);
  },
};

/** The server writes emails in the language of the app, not in that of the browser. */
const sendLanguage: Middleware = {
  onRequest: ({ request }) => request.headers.set("Accept-Language", currentLanguage()),
};

export const client = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "" });
client.use(throwProblems, sendLanguage);

/** The body of a successful response. */
export async function body<T>(response: Promise<{ data?: T }>): Promise<T> {
  const { data } = await response;
  return data as T;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Repeats a request after a network error, at most twice. Only for requests that carry an Idempotency-Key or
 * are safe to repeat.
 */
export async function withRetry<T>(send: () => Promise<T>): Promise<T> {
  for (const wait of [400, 1200]) {
    try {
      return await send();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      await pause(wait);
    }
  }
  return send();
}
