/** Components for the end of the hold. They are preloaded, so that they are ready in the last minute. */

import { lazy, useEffect } from "react";

const moreTime = () => import("./more-time.tsx");
const released = () => import("./hold-released.tsx");

export const MoreTime = lazy(async () => ({ default: (await moreTime()).MoreTime }));
export const Released = lazy(async () => ({ default: (await released()).Released }));

export function usePreloadedComponents(): void {
  useEffect(() => {
    // A component that fails to load here loads again when it renders.
    void Promise.allSettled([moreTime(), released()]);
  }, []);
}
