import { t } from "@lingui/core/macro";
import { useRef, useState } from "react";
import { type Hold, useHoldActions } from "#api/hold.ts";
import { problemText } from "#api/problem.ts";
import { countdownSpoken } from "#lib/countdown.ts";
import { announce } from "#ui/announcer.tsx";
import { Button } from "#ui/button.tsx";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";

/** Offered when a minute is left, as long as the rules allow another. */
export default function MoreTime({ hold }: { hold: Hold }) {
  const { extend } = useHoldActions();
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const seconds = useSecondsLeft(hold.deadline);
  if (seconds > 60 || seconds === 0 || hold.extensionsLeft === 0) return null;

  async function ask() {
    setBusy(true);
    await extend().then(
      (left) => {
        const time = countdownSpoken(left);
        announce(t`Your seats are held for ${time}.`);
        // This button goes; the way on stays.
        button.current?.parentElement?.querySelector("a")?.focus();
      },
      (error) => announce(problemText(error)),
    );
    setBusy(false);
  }

  return (
    <Button ref={button} busy={busy} onClick={ask}>
      {t`More time`}
    </Button>
  );
}
