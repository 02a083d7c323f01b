import { useSyncExternalStore } from "react";

/** The style sheets use the same height. */
const QUERY = "(height < 30rem)";

function subscribe(onChange: () => void) {
  const query = matchMedia(QUERY);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

/** Whether the window is low: a phone in landscape, or a browser at 400 % zoom. */
export const useLowWindow = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(QUERY).matches);
