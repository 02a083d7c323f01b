/** Resolves once the browser has painted the server's content, which a page in the background does not do. */
export const firstPaint = (): Promise<unknown> =>
  document.visibilityState === "hidden"
    ? Promise.resolve()
    : new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
