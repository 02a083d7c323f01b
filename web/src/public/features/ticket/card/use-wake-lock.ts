import { useEffect } from "react";

/** Keeps the screen from going dark while tickets are shown: the queue at the door takes longer than a phone's patience. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let left = false;

    async function ask() {
      if (document.visibilityState !== "visible") return;
      // Refused when the battery is low: then the screen does as it always does.
      const given = await navigator.wakeLock.request("screen").catch(() => null);
      if (left) void given?.release();
      else lock = given;
    }

    void ask();
    // A page that was hidden has lost it.
    document.addEventListener("visibilitychange", ask);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, [wanted]);
}
