import { t } from "@lingui/core/macro";
import { useEffect, useRef } from "react";
import { type Hold, useHold, useHoldActions } from "#api/hold.ts";
import { onStoredHoldChange } from "#api/stored-hold.ts";
import { announce } from "#lib/announcements.ts";
import { announcedBetween, countdownInWords } from "#lib/countdown.ts";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";

/** Milliseconds to wait after the deadline, so that the server's clock has passed it too. */
const GRACE = 400;

/** Milliseconds between requests while a payment is pending: then the payment decides when the hold ends. */
const POLL_EVERY = 5000;

/** Reloads the hold when its time is up, when another tab changes it, and while a payment is pending. */
export function HoldSync() {
  const state = useHold();
  const { refresh } = useHoldActions();
  const hold = state.kind === "held" ? state.hold : null;
  const deadline = hold && !hold.order ? hold.deadline : undefined;
  const frozen = hold?.frozen ?? false;

  useEffect(() => onStoredHoldChange(refresh), [refresh]);

  useEffect(() => {
    if (deadline === undefined) return;
    const timer = setTimeout(refresh, Math.max(0, deadline - performance.now()) + GRACE);
    return () => clearTimeout(timer);
  }, [deadline, refresh]);

  useEffect(() => {
    if (!frozen) return;
    const timer = setInterval(refresh, POLL_EVERY);
    return () => clearInterval(timer);
  }, [frozen, refresh]);

  return hold && !hold.order && <CountdownAnnouncer key={hold.token} hold={hold} />;
}

/** Announces the time left at the start, at 2:00, 1:00 and 0:30. */
function CountdownAnnouncer({ hold }: { hold: Hold }) {
  const seconds = useSecondsLeft(hold.deadline);
  const before = useRef<number | null>(null);

  useEffect(() => {
    const last = before.current;
    before.current = seconds;
    const time = countdownInWords(seconds);
    if (last === null) announce(t`Your seats are held for ${time}.`);
    else if (announcedBetween(last, seconds) !== null) announce(t`${time} left for your seats.`);
  }, [seconds]);

  return null;
}
