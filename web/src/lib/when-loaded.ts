/**
 * Starts what a chunk of code does once it has arrived. Returns the way to stop it, which also keeps it from
 * starting. Code that doesn't arrive leaves the page as it is without.
 */
export function whenLoaded<T>(code: Promise<T>, start: (code: T) => (() => void) | undefined): () => void {
  let stop: (() => void) | undefined;
  let left = false;
  code.then(
    (arrived) => {
      if (!left) stop = start(arrived);
    },
    () => undefined,
  );
  return () => {
    left = true;
    stop?.();
  };
}
