import { useState } from "react";

/** Runs one request at a time. `error` is that of the last one. */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function run<T>(action: () => Promise<T>, done: (result: T) => void): Promise<void> {
    if (busy) return;
    setBusy(true);
    setError(null);
    await action().then(done, setError);
    setBusy(false);
  }

  return { busy, error, run, clear: () => setError(null) };
}
