/**
 * Keeps the app for a place without a network: its page, code, words and fonts. Never an answer of
 * the API: what a ticket shows there is the order that its page has kept.
 *
 * The build sets three constants before this text: BUILD (changes with any file), FILES (what to
 * keep) and ENTRY (the file that the page of this build starts with).
 */

const KEPT = "matinee-";
const CACHE = KEPT + BUILD;

/** The app's page is the same for every address; this one is about nobody and nothing. */
const SHELL = "/checkout";

/** Milliseconds after which a network that says nothing counts as none. */
const PATIENCE = 4000;

const ASSETS = "/static/app/assets/";
const NOT_THE_APP = /^\/(?:api|admin|static)(?:\/|$)|^\/(?:healthz|readyz|robots\.txt|sitemap\.xml)/;

/** All of one build or nothing. Throws where the server has a newer one; the browser tries again later. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  const [shell] = await Promise.all([fetch(SHELL, { cache: "no-cache" }), cache.addAll(FILES)]);
  const page = shell.clone();
  if (!shell.ok || !(await shell.text()).includes(ENTRY)) throw new Error("This is another build's page.");
  await cache.put(SHELL, page);
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(KEPT) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
}

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The server's page; the kept one where the server can't be reached or is in trouble. */
async function page({ request, preloadResponse }) {
  const fresh = (async () => (await preloadResponse) ?? fetch(request))();
  const answer = await Promise.race([fresh, after(PATIENCE)]).catch(() => undefined);
  if (answer && answer.status < 500) return answer;
  return (await caches.match(SHELL, { ignoreVary: true })) ?? fresh;
}

/** These names carry their content's hash: what is kept is what the server would send. */
async function asset(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone());
  }
  return answer;
}

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(dropOlder()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && !NOT_THE_APP.test(pathname)) event.respondWith(page(event));
  if (request.mode !== "navigate" && pathname.startsWith(ASSETS)) event.respondWith(asset(request));
});
