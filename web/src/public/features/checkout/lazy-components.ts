/** What is needed when the time runs out: it is fetched once the page stands, so that it is there by then. */

import { lazy, useEffect } from "react";

const moreTime = () => import("./more-time.tsx");
const released = () => import("./hold-released.tsx");

export const MoreTime = lazy(async () => ({ default: (await moreTime()).MoreTime }));
export const Released = lazy(async () => ({ default: (await released()).Released }));

export function usePreloadedComponents(): void {
  useEffect(() => {
    // What fails here is asked for again when it is needed.
    void Promise.allSettled([moreTime(), released()]);
  }, []);
}
