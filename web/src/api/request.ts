/** One way to ask the API: JSON in, JSON out, a `Problem` for every refusal. */

import createClient, { type Middleware } from "openapi-fetch";
import { currentLanguage } from "#lib/language.ts";
import { isRetryable, problemFrom } from "./problem.ts";
import type { paths } from "./schema.gen.ts";

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await problemFrom(response);
  },
};

/** What the server writes for people (an order's mail) is in the app's language, not the browser's. */
const sendLanguage: Middleware = {
  onRequest: ({ request }) => request.headers.set("Accept-Language", currentLanguage()),
};

export const client = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "" });
client.use(throwProblems, sendLanguage);

/** The answer's body; refusals have thrown before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Asks again after a lost answer, at most twice. Only for calls that carry an Idempotency-Key or
 * change nothing when repeated.
 */
export async function withRetry<T>(ask: () => Promise<T>): Promise<T> {
  for (const wait of [400, 1200]) {
    try {
      return await ask();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      await pause(wait);
    }
  }
  return ask();
}
