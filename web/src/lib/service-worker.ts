/**
 * Registers the service worker, which caches the app for use without a network. Repeated calls have no
 * effect.
 */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // A browser may refuse, for example in a private window. The app then needs a network.
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
