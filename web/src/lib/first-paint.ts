/** Resolves once the browser has painted the server's content; at once for a hidden page, which is not painted. */
export const firstPaint = (): Promise<unknown> =>
  document.visibilityState === "hidden"
    ? Promise.resolve()
    : new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
