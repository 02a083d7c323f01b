/** What this browser remembers. Where storage is forbidden or full, nothing is remembered and nothing fails. */

/** `local` outlives the tab and is shared with other tabs; `session` is this tab's alone. */
export type StorageArea = "local" | "session";

const PREFIX = "matinee.";

const open = (area: StorageArea): Storage => (area === "local" ? localStorage : sessionStorage);

export function getItem<T>(area: StorageArea, name: string): T | null {
  try {
    const text = open(area).getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function setItem(area: StorageArea, name: string, value: unknown): void {
  try {
    open(area).setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A private window may refuse; the page works on without memory.
  }
}

export function removeItem(area: StorageArea, name: string): void {
  try {
    open(area).removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}

/** The names that begin with `prefix`. */
export function keysWithPrefix(area: StorageArea, prefix: string): string[] {
  try {
    const keys = Object.keys(open(area)).filter((key) => key.startsWith(PREFIX + prefix));
    return keys.map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** Calls back when another tab changes what is remembered under `name`. Returns the way to stop. */
export function onChangeInOtherTab(name: string, changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === PREFIX + name) changed();
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}
