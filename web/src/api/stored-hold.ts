/** The hold in the browser's storage, for reloads and other tabs. */

import { getItem, onChangeInOtherTab, removeItem, setItem } from "#lib/storage.ts";

export type StoredHold = { token: string; showId: number; seatIds: number[] };

/** The key of the hold in the query cache. */
export const HOLD_KEY = ["hold"];

const NAME = "hold";

export const storedHold = (): StoredHold | null => getItem<StoredHold>("local", NAME);

export const storeHold = (hold: StoredHold): void =>
  setItem("local", NAME, { token: hold.token, showId: hold.showId, seatIds: hold.seatIds });

export const clearStoredHold = (): void => removeItem("local", NAME);

export const onStoredHoldChange = (changed: () => void): (() => void) => onChangeInOtherTab(NAME, changed);
