/** What this browser remembers. Where storage is forbidden or full, nothing is remembered and nothing fails. */

/** `local` outlives the tab and is shared with other tabs; `session` is this tab's alone. */
export type Shelf = "local" | "session";

const PREFIX = "matinee.";

const open = (shelf: Shelf): Storage => (shelf === "local" ? localStorage : sessionStorage);

export function recall<T>(shelf: Shelf, name: string): T | null {
  try {
    const text = open(shelf).getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function remember(shelf: Shelf, name: string, value: unknown): void {
  try {
    open(shelf).setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A private window may refuse; the page works on without memory.
  }
}

export function forget(shelf: Shelf, name: string): void {
  try {
    open(shelf).removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}

/** The names that begin with `prefix`. */
export function namesOf(shelf: Shelf, prefix: string): string[] {
  try {
    const keys = Object.keys(open(shelf)).filter((key) => key.startsWith(PREFIX + prefix));
    return keys.map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** Calls back when another tab changes what is remembered under `name`. Returns the way to stop. */
export function onOtherTab(name: string, changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === PREFIX + name) changed();
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}
