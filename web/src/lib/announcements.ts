/** Messages that a screen reader reads without a change of focus. */

export type Announcement = { id: number; text: string };

/** Enough to read all messages of one moment. */
const LIMIT = 3;

let announcements: readonly Announcement[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Announces `text` after the messages before it. */
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
