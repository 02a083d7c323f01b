/** The server's HTML for browsers without JavaScript. Shown where the app fails. */

const openedAt = performance.getEntriesByType("navigation")[0]?.name;

/** Puts the server's content into `place`, unless the visitor has navigated to another page since. */
export function showNoscriptContent(place: HTMLElement): void {
  if (openedAt !== undefined && openedAt !== location.href) return;
  const plain = [...document.querySelectorAll("#plain noscript")].at(-1);
  if (!plain) return;
  const content = new DOMParser().parseFromString(plain.textContent ?? "", "text/html");
  place.replaceChildren(...content.body.childNodes);
}
