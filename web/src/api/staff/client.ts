/** Requests to the API for staff: with the session's CSRF token, and a watch for the end of the session. */

import type { Client } from "openapi-fetch";
import { problemFrom } from "#api/problem.ts";
import { type Options, send } from "#api/request.ts";
import type { paths } from "#api/staff-schema.gen.ts";
import { currentLanguage } from "#lib/language.ts";
import { codeOf } from "./problem.ts";
import type { Session } from "./types.ts";
import { upload } from "./upload.ts";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

const SESSION = "/api/staff/session/";

let csrfToken = "";
let onEnd = () => undefined as unknown;

/** Calls back when the server reports that nobody is signed in. */
export function onSessionEnd(callback: () => unknown): void {
  onEnd = callback;
}

/** Each response with a session has the token for the next requests. */
export function keepToken(session: Session): Session {
  csrfToken = session.csrf_token;
  return session;
}

const withToken = (method: Method, options: Options = {}): Options =>
  method === "GET"
    ? options
    : {
        ...options,
        params: { ...options.params, header: { ...options.params?.header, "X-CSRFToken": csrfToken } },
      };

/**
 * The token changes when another tab signs in. The request is then sent once more, with the new token.
 * Throws: Problem.
 */
async function withSession<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request().catch(async (error) => {
      if (codeOf(error) !== "csrf-failed") throw error;
      keepToken((await send("GET", SESSION)).data as Session);
      return request();
    });
  } catch (error) {
    if (codeOf(error) === "sign-in-required") onEnd();
    throw error;
  }
}

const sendAsStaff = (method: Method, path: string, options?: Options) =>
  withSession(() => send(method, path, withToken(method, options)));

/** The file that the server makes for a request. Throws: Problem. */
export const fileFor = (path: string, values: object): Promise<Blob> =>
  withSession(async () => {
    const response = await fetch(path, {
      method: "POST",
      headers: {
        "Accept-Language": currentLanguage(),
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken,
      },
      body: JSON.stringify(values),
    });
    if (!response.ok) throw await problemFrom(response);
    return response.blob();
  });

/** Sends a form with a file. `onProgress` gets the part that is sent, from 0 to 1. Throws: Problem. */
export const uploadAsStaff = <T>(
  method: "POST" | "PUT",
  path: string,
  form: FormData,
  onProgress?: (part: number) => void,
): Promise<T> => withSession(() => upload<T>(method, path, form, csrfToken, onProgress));

/** Has the types of openapi-fetch, but not its code. */
export const staffClient = {
  GET: (path: string, options?: Options) => sendAsStaff("GET", path, options),
  POST: (path: string, options?: Options) => sendAsStaff("POST", path, options),
  PATCH: (path: string, options?: Options) => sendAsStaff("PATCH", path, options),
  DELETE: (path: string, options?: Options) => sendAsStaff("DELETE", path, options),
} as unknown as Pick<Client<paths>, "GET" | "POST" | "PATCH" | "DELETE">;

type Page<T> = { next: string | null; results: T[] };

/** The `cursor` of the next page; undefined after the last one. */
export const nextCursor = (page: Pick<Page<unknown>, "next">): string | undefined =>
  (page.next && new URL(page.next).searchParams.get("cursor")) || undefined;

/** All rows of a list that is short: a team, or the keys of its programs. */
export async function allRows<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    rows.push(...page.results);
    cursor = nextCursor(page);
  } while (cursor);
  return rows;
}
