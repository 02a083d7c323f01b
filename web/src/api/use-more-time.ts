import { t } from "@lingui/core/macro";
import { useState } from "react";
import { announce } from "#lib/announcements.ts";
import { countdownInWords } from "#lib/countdown.ts";
import { type Hold, useHoldActions } from "./hold.ts";
import { problemText } from "./problem.ts";

/** More time is offered when this many seconds of the hold are left. */
const OFFERED_AT = 60;

export function isMoreTimeOffered(hold: Hold, secondsLeft: number): boolean {
  return secondsLeft > 0 && secondsLeft <= OFFERED_AT && hold.extensionsLeft > 0;
}

/** Extends the hold and announces how long it lasts. `failure` is the message of the last failed attempt. */
export function useMoreTime() {
  const { extend } = useHoldActions();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  /** Returns whether the hold is extended. */
  async function extendHold(): Promise<boolean> {
    setBusy(true);
    setFailure(null);
    try {
      const time = countdownInWords(await extend());
      announce(t`Your seats are held for ${time}.`);
      return true;
    } catch (error) {
      setFailure(problemText(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { busy, failure, extendHold };
}
