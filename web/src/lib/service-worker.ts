/** Has the browser keep the app itself, so that it opens without a network. Asking again changes nothing. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // A browser that refuses (a private window) works on with a network.
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
