import { t } from "@lingui/core/macro";
import { useRef } from "react";
import type { Hold } from "#api/hold.ts";
import { isMoreTimeOffered, useMoreTime } from "#api/use-more-time.ts";
import { Button } from "#ui/button.tsx";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";

/** Extends the hold, in its last minute. */
export default function MoreTimeButton({ hold }: { hold: Hold }) {
  const { busy, failure, extendHold } = useMoreTime();
  const button = useRef<HTMLButtonElement>(null);
  const seconds = useSecondsLeft(hold.deadline);
  if (!isMoreTimeOffered(hold, seconds)) return null;

  async function onClick() {
    // The button disappears, so the focus moves to the link to the checkout, which stays.
    if (await extendHold()) button.current?.parentElement?.querySelector("a")?.focus();
  }

  return (
    <>
      <span role="alert" className="visually-hidden">
        {failure}
      </span>
      <Button ref={button} busy={busy} onClick={onClick}>
        {t`More time`}
      </Button>
    </>
  );
}
