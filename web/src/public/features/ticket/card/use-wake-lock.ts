import { useEffect } from "react";

/** Keeps the screen on while tickets are shown. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let left = false;

    async function ask() {
      if (document.visibilityState !== "visible") return;
      // The browser may refuse, for example at a low battery level.
      const given = await navigator.wakeLock.request("screen").catch(() => null);
      if (left) void given?.release();
      else lock = given;
    }

    void ask();
    // The browser releases the lock when the page is hidden.
    document.addEventListener("visibilitychange", ask);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, [wanted]);
}
