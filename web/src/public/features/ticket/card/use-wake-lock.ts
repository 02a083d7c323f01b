import { useEffect } from "react";

/** Keeps the screen on while tickets are shown. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let stopped = false;

    async function requestLock() {
      if (document.visibilityState !== "visible") return;
      // The browser may refuse, for example at a low battery level.
      const given = await navigator.wakeLock.request("screen").catch(() => null);
      if (stopped) void given?.release();
      else lock = given;
    }

    void requestLock();
    // The browser releases the lock when the page is hidden.
    document.addEventListener("visibilitychange", requestLock);
    return () => {
      stopped = true;
      document.removeEventListener("visibilitychange", requestLock);
      void lock?.release();
    };
  }, [wanted]);
}
