/**
 * Caches the app for use without a network: its page, code, catalogues and fonts. It never caches a
 * response of the API. Without a network, a ticket page shows the order that it has saved.
 *
 * The build adds three constants above this text: BUILD (a hash of all files), FILES (the files to
 * cache) and ENTRY (the entry script of this build).
 */

const PREFIX = "matinee-";
const CACHE = PREFIX + BUILD;

/** The page of the app is the same at every address. This one contains no data. */
const SHELL = "/checkout";

/** Milliseconds to wait for the network. */
const TIMEOUT = 4000;

const ASSETS = "/static/app/assets/";
const OTHER_PATHS = /^\/(?:api|admin|staff|static)(?:\/|$)|^\/(?:healthz|readyz|robots\.txt|sitemap\.xml)/;

/** Caches all files of one build. Throws if the server has a newer build; the browser then tries again later. */
async function precache() {
  const cache = await caches.open(CACHE);
  const [shell] = await Promise.all([fetch(SHELL, { cache: "no-cache" }), cache.addAll(FILES)]);
  const page = shell.clone();
  if (!shell.ok || !(await shell.text()).includes(ENTRY)) throw new Error("The server has another build.");
  await cache.put(SHELL, page);
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
}

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The server's page, or the cached one if the server can't be reached or fails. */
async function page({ request, preloadResponse }) {
  const fresh = (async () => (await preloadResponse) ?? fetch(request))();
  const response = await Promise.race([fresh, after(TIMEOUT)]).catch(() => undefined);
  if (response && response.status < 500) return response;
  return (await caches.match(SHELL, { ignoreVary: true })) ?? fresh;
}

/** File names contain a hash of the content, so a cached file is never stale. */
async function asset(request) {
  const cached = await caches.match(request, { ignoreVary: true });
  if (cached) return cached;
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, response.clone());
  }
  return response;
}

addEventListener("install", (event) => event.waitUntil(precache()));
addEventListener("activate", (event) => event.waitUntil(deleteOldCaches()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && !OTHER_PATHS.test(pathname)) event.respondWith(page(event));
  if (request.mode !== "navigate" && pathname.startsWith(ASSETS)) event.respondWith(asset(request));
});
