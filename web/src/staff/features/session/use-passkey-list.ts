import { useEffect, useEffectEvent, useState } from "react";
import { passkeyFromList, type Signed } from "#api/staff/passkeys.ts";

/** Milliseconds. The server keeps a challenge for five minutes. */
const RENEW_AFTER = 4.5 * 60_000;

/** Offers passkeys in the browser's list at the email field, while `isOn`. `sign` gets the one that is chosen. */
export function usePasskeyList(isOn: boolean, sign: (credential: Signed) => void): void {
  const [round, setRound] = useState(0);
  const chosen = useEffectEvent(sign);

  // biome-ignore lint/correctness/useExhaustiveDependencies(round): each round has a new challenge.
  useEffect(() => {
    if (!isOn) return;
    const aborter = new AbortController();
    const timer = setTimeout(() => setRound((before) => before + 1), RENEW_AFTER);
    passkeyFromList(aborter.signal).then(
      (credential) => credential && !aborter.signal.aborted && chosen(credential),
      // The person has asked for nothing yet, and can still sign in in the other ways.
      () => undefined,
    );
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [isOn, round]);
}
