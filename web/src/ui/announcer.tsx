/** What a screen reader is told without the focus moving. One region for the whole app, always there. */

import { t } from "@lingui/core/macro";
import { useSyncExternalStore } from "react";

type Message = { id: number; text: string };

/** Enough that messages of one moment don't push each other out before they are read. */
const KEPT = 3;

let messages: readonly Message[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Says `text` once the reader is idle, after what was said before it. */
export function announce(text: string): void {
  lastId += 1;
  messages = [...messages, { id: lastId, text }].slice(-KEPT);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const said = useSyncExternalStore(subscribe, () => messages);
  return (
    <div className="visually-hidden" role="log" aria-label={t`Announcements`}>
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
