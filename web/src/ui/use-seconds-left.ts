import { useEffect, useState } from "react";
import { secondsLeft } from "#lib/countdown.ts";

/** Whole seconds until `deadline` (on the clock of `performance.now()`). Updates each second. */
export function useSecondsLeft(deadline: number): number {
  const [now, setNow] = useState(() => performance.now());

  useEffect(() => {
    let timer = 0;
    const tick = () => {
      const moment = performance.now();
      setNow(moment);
      const untilNext = (deadline - moment) % 1000;
      if (moment < deadline) timer = window.setTimeout(tick, untilNext > 0 ? untilNext + 5 : 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [deadline]);

  return secondsLeft(deadline, now);
}
