/** Who is signed in, and what they may do. */

import {
  type QueryClient,
  type QueryFilters,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { body } from "#api/request.ts";
import { keepToken, onSessionEnd, staffClient } from "./client.ts";
import { type Signed, signInByPasskey, signInWith } from "./passkeys.ts";
import type { PinState, SecondFactor, Session } from "./types.ts";

/** Milliseconds. Roles can change at any time; the server checks each request. */
const STALE_AFTER = 60_000;

let ended = false;
const listeners = new Set<() => void>();

function setEnded(value: boolean): void {
  ended = value;
  for (const listener of listeners) listener();
}

onSessionEnd(() => setEnded(true));

/** Whether the server has ended the session, while the app still shows its pages. */
export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ client, signal }): Promise<Session> => {
    const session = keepToken(await body(staffClient.GET("/api/staff/session/", { signal })));
    const before = client.getQueryData<Session>(["session"]);
    if (!before?.user || session.user?.id === before.user.id) return session;
    // Another tab has signed out, or in as somebody else. The pages stay until the person has signed in again.
    setEnded(true);
    return before;
  },
  staleTime: STALE_AFTER,
});

export const useSession = () => useQuery(sessionQuery);

/** The queries that show what the person may see. */
const OTHERS: QueryFilters = { predicate: ({ queryKey }) => queryKey[0] !== "session" };

export type Credentials = { email: string; password: string; code?: string };

/** Throws: Problem, with the code `second-factor-required` if the password is right and a code is missing. */
const signIn = (cache: QueryClient, credentials: Credentials): Promise<Session> =>
  enter(cache, body(staffClient.POST("/api/staff/session/", { body: credentials })));

/** Shows the pages of the session that the response opens. */
async function enter(cache: QueryClient, response: Promise<Session>): Promise<Session> {
  const session = keepToken(await response);
  const before = cache.getQueryData<Session>(["session"]);
  if (before?.user?.id !== session.user?.id) cache.removeQueries(OTHERS);
  cache.setQueryData(["session"], session);
  setEnded(false);
  await cache.invalidateQueries(OTHERS);
  return session;
}

/** Forgets everything that the person saw. */
async function signOut(cache: QueryClient): Promise<void> {
  const session = keepToken(await body(staffClient.DELETE("/api/staff/session/")));
  cache.setQueryData(["session"], session);
  cache.removeQueries(OTHERS);
}

/** Leaves the pages of a session that the server has ended. */
async function leave(cache: QueryClient): Promise<void> {
  setEnded(false);
  await cache.resetQueries({ queryKey: ["session"] });
  cache.removeQueries(OTHERS);
}

export function useSessionActions() {
  const cache = useQueryClient();
  return {
    signIn: (credentials: Credentials) => signIn(cache, credentials),
    /** Throws: Problem, DOMException. */
    signInByPasskey: (credentials?: Credentials) => enter(cache, signInByPasskey(credentials)),
    signInWith: (credential: Signed) => enter(cache, signInWith(credential)),
    signOut: () => signOut(cache),
    leave: () => leave(cache),
    reload: () => cache.refetchQueries({ queryKey: ["session"] }),
  };
}

/**
 * With the password, or with nothing for a while after it was typed: the key for an authenticator app. With the
 * app's first code: the recovery codes. Throws: Problem, about the field `password` where it is needed.
 */
export const setUpSecondFactor = (proof: { password?: string; code?: string } = {}): Promise<SecondFactor> =>
  body(staffClient.POST("/api/staff/session/second-factor/", { body: proof }));

/** Whose invitation it is. Its key begins like that of the session, so that the sign-in does not ask again. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["session", "invitation", token],
    queryFn: ({ signal }) =>
      body(staffClient.POST("/api/staff/invitations/read/", { body: { token }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

/** Throws: Problem, with messages about the field `password`. */
export const acceptInvitation = (token: string, password: string): Promise<{ email: string }> =>
  body(staffClient.POST("/api/staff/invitations/accept/", { body: { token, password } }));

/** Ends the other sessions. Throws: Problem, with messages about the field `new_password`. */
export function useChangePassword() {
  const cache = useQueryClient();
  return (password: string, new_password: string): Promise<Session> =>
    enter(
      cache,
      body(staffClient.POST("/api/staff/session/password/", { body: { password, new_password } })),
    );
}

export const pinQuery = queryOptions({
  queryKey: ["approval-pin"],
  queryFn: async ({ signal }): Promise<PinState> =>
    (await body(staffClient.GET("/api/staff/session/approval-pin/", { signal }))).state,
});

/** Throws: Problem, with messages about the field `pin`. */
export function useSetPin() {
  const cache = useQueryClient();
  return async (password: string, pin: string): Promise<void> => {
    const { state } = await body(
      staffClient.POST("/api/staff/session/approval-pin/", { body: { password, pin } }),
    );
    cache.setQueryData(pinQuery.queryKey, state);
  };
}
