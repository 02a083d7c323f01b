/** The hold that this browser remembers, so that a reload and a second tab find it again. */

import { getItem, onChangeInOtherTab, removeItem, setItem } from "#lib/storage.ts";

export type StoredHold = { token: string; showId: number; seatIds: number[] };

/** Where the query cache keeps the hold. */
export const HOLD_KEY = ["hold"];

const NAME = "hold";

export const storedHold = (): StoredHold | null => getItem<StoredHold>("local", NAME);

export const storeHold = (hold: StoredHold): void =>
  setItem("local", NAME, { token: hold.token, showId: hold.showId, seatIds: hold.seatIds });

export const clearStoredHold = (): void => removeItem("local", NAME);

export const onStoredHoldChange = (changed: () => void): (() => void) => onChangeInOtherTab(NAME, changed);
