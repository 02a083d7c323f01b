/** Passkeys: what the browser makes and signs, as the server reads it. */

import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { body } from "#api/request.ts";
import { fromBase64Url, toBase64Url } from "#lib/base64url.ts";
import { keepToken, staffClient } from "./client.ts";
import type { Passkey, Session } from "./types.ts";

type Descriptor = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };
type CreationOptions = Omit<
  PublicKeyCredentialCreationOptions,
  "challenge" | "user" | "excludeCredentials"
> & {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Descriptor[];
};
type RequestOptions = Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & {
  challenge: string;
  allowCredentials?: Descriptor[];
};
export type Signed = { [key: string]: unknown };

/** Browsers offer passkeys on secure pages only. */
export const canUsePasskeys = (): boolean => "PublicKeyCredential" in globalThis;

const descriptors = (found: Descriptor[] = []): PublicKeyCredentialDescriptor[] =>
  found.map((one) => ({ ...one, id: fromBase64Url(one.id) }));

function signed(credential: PublicKeyCredential, response: Signed): Signed {
  const { id, type, rawId, authenticatorAttachment } = credential;
  return {
    id,
    type,
    rawId: toBase64Url(rawId),
    authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: toBase64Url(credential.response.clientDataJSON), ...response },
  };
}

/** Throws: DOMException, if the person cancels or the device refuses. */
async function create(options: CreationOptions): Promise<Signed> {
  const credential = (await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: fromBase64Url(options.challenge),
      user: { ...options.user, id: fromBase64Url(options.user.id) },
      excludeCredentials: descriptors(options.excludeCredentials),
    },
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return signed(credential, { attestationObject: toBase64Url(response.attestationObject) });
}

/** What a passkey signs, given the server's options. Throws: DOMException. */
export async function signWithPasskey(
  begun: { options: unknown },
  how: Pick<CredentialRequestOptions, "mediation" | "signal"> = {},
): Promise<Signed> {
  const options = begun.options as RequestOptions;
  const credential = (await navigator.credentials.get({
    ...how,
    publicKey: {
      ...options,
      challenge: fromBase64Url(options.challenge),
      allowCredentials: descriptors(options.allowCredentials),
    },
  })) as PublicKeyCredential;
  const { authenticatorData, signature, userHandle } = credential.response as AuthenticatorAssertionResponse;
  return signed(credential, {
    authenticatorData: toBase64Url(authenticatorData),
    signature: toBase64Url(signature),
    userHandle: userHandle && toBase64Url(userHandle),
  });
}

/**
 * With a passkey alone; with email address and password, as second factor.
 * Throws: Problem, DOMException.
 */
export async function signInByPasskey(credentials?: { email: string; password: string }): Promise<Session> {
  const begun = await body(
    staffClient.POST("/api/staff/session/passkey/begin/", { body: credentials ?? {} }),
  );
  return signInWith(await signWithPasskey(begun));
}

/** With what a passkey has signed. Throws: Problem. */
export const signInWith = async (credential: Signed): Promise<Session> =>
  keepToken(await body(staffClient.POST("/api/staff/session/passkey/", { body: { credential } })));

/**
 * Offers passkeys in the browser's list at a field with `autocomplete="webauthn"`. Returns what the chosen one
 * has signed. Null: the browser has no such list. Throws: Problem, DOMException.
 */
export async function passkeyFromList(signal: AbortSignal): Promise<Signed | null> {
  const isAvailable = canUsePasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.());
  if (!isAvailable) return null;
  const begun = await body(staffClient.POST("/api/staff/session/passkey/begin/", { body: {}, signal }));
  return signWithPasskey(begun, { mediation: "conditional", signal });
}

export const passkeysQuery = queryOptions({
  queryKey: ["passkeys"],
  queryFn: async ({ signal }): Promise<Passkey[]> =>
    (await body(staffClient.GET("/api/staff/session/passkeys/", { signal }))).passkeys,
});

/** Each throws: Problem. */
export function usePasskeyActions() {
  const cache = useQueryClient();
  const changed = () => cache.invalidateQueries({ queryKey: passkeysQuery.queryKey });
  const place = (id: number) => ({ params: { path: { passkey_id: String(id) } } });
  return {
    /** Throws: DOMException too. */
    register: async (name: string, password: string) => {
      const begun = await body(
        staffClient.POST("/api/staff/session/passkeys/begin/", { body: { password } }),
      );
      const credential = await create(begun.options as unknown as CreationOptions);
      const made = await body(
        staffClient.POST("/api/staff/session/passkeys/", { body: { name, credential } }),
      );
      await changed();
      return made;
    },
    rename: async (id: number, name: string) => {
      await body(
        staffClient.PATCH("/api/staff/session/passkeys/{passkey_id}/", { ...place(id), body: { name } }),
      );
      await changed();
    },
    remove: async (id: number, password: string) => {
      const session = keepToken(
        await body(
          staffClient.POST("/api/staff/session/passkeys/{passkey_id}/remove/", {
            ...place(id),
            body: { password },
          }),
        ),
      );
      cache.setQueryData(["session"], session);
      await changed();
    },
  };
}
