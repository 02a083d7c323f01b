/** The hold that this browser remembers, so that a reload and a second tab find it again. */

import { forget, onOtherTab, recall, remember } from "#lib/storage.ts";

export type StoredHold = { token: string; showId: number; seatIds: number[] };

/** Where the query cache keeps the hold. */
export const HOLD_KEY = ["hold"];

const NAME = "hold";

export const storedHold = (): StoredHold | null => recall<StoredHold>("local", NAME);

export const storeHold = (hold: StoredHold): void =>
  remember("local", NAME, { token: hold.token, showId: hold.showId, seatIds: hold.seatIds });

export const forgetHold = (): void => forget("local", NAME);

export const onHoldInOtherTab = (changed: () => void): (() => void) => onOtherTab(NAME, changed);
