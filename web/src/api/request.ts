/** The API client: JSON requests and responses. Each error response is thrown as a `Problem`. */

import type { Client } from "openapi-fetch";
import { currentLanguage } from "#lib/language.ts";
import { isRetryable, problemFrom } from "./problem.ts";
import type { paths } from "./schema.gen.ts";

type Values = Record<string, string | number | undefined>;

export type Options = {
  params?: { path?: Values; query?: Values; header?: Record<string, string> };
  body?: unknown;
  signal?: AbortSignal;
};

function addressOf(path: string, places: Values = {}, query: Values = {}): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(places[name])));
  const url = new URL(filled, globalThis.location?.origin);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

/** Throws: Problem. */
export async function send(method: string, path: string, { params = {}, body, signal }: Options = {}) {
  // The server writes emails in the language of the app, not in that of the browser.
  const headers = new Headers({ ...params.header, "Accept-Language": currentLanguage() });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const request = { method, headers, signal: signal ?? null, body: JSON.stringify(body) ?? null };
  const response = await fetch(addressOf(path, params.path, params.query), request);
  if (response.status === 304 || response.status === 204) return { response };
  if (!response.ok) throw await problemFrom(response);
  return { data: await response.json(), response };
}

/** Has the types of openapi-fetch. Its code is not used: it would add 2.5 kB to every page. */
export const client = {
  GET: (path: string, options?: Options) => send("GET", path, options),
  POST: (path: string, options?: Options) => send("POST", path, options),
} as unknown as Pick<Client<paths>, "GET" | "POST">;

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
