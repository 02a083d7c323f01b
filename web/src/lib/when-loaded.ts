/**
 * Calls `start` with a chunk of code once it has loaded. Returns a function that stops it, or prevents the
 * start. If the chunk does not load, nothing happens.
 */
export function whenLoaded<T>(code: Promise<T>, start: (code: T) => (() => void) | undefined): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  code.then(
    (loaded) => {
      if (!stopped) stop = start(loaded);
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    stop?.();
  };
}
