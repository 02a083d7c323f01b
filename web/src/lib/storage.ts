/** The browser's storage. If it is blocked or full, reads return null and writes do nothing. */

/** `local` is shared by all tabs and survives them. `session` belongs to one tab. */
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
    // Storage may be blocked, for example in a private window.
  }
}

export function removeItem(area: StorageArea, name: string): void {
  try {
    open(area).removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}

/** The keys that start with `prefix`. */
export function keysWithPrefix(area: StorageArea, prefix: string): string[] {
  try {
    const keys = Object.keys(open(area)).filter((key) => key.startsWith(PREFIX + prefix));
    return keys.map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** Calls back when another tab changes `name`. Returns a function that stops listening. */
export function onChangeInOtherTab(name: string, changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === PREFIX + name) changed();
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}
