/** The messages that a screen reader reads without a move of the focus. */

export type Announcement = { id: number; text: string };

/** Enough that messages of one moment are all read before they are removed. */
const LIMIT = 3;

let announcements: readonly Announcement[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Has `text` read after the messages before it. */
export function announce(text: string): void {
  lastId += 1;
  announcements = [...announcements, { id: lastId, text }].slice(-LIMIT);
  for (const listener of listeners) listener();
}

export const currentAnnouncements = (): readonly Announcement[] => announcements;

export function onAnnouncement(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
