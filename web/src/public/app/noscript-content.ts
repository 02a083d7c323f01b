/** What the server wrote for readers without JavaScript, for browsers in which the app fails. */

const openedAt = performance.getEntriesByType("navigation")[0]?.name;

/** Puts the facts of the page that was opened into `place`; none where the visitor has gone on to another page. */
export function showNoscriptContent(place: HTMLElement): void {
  if (openedAt !== undefined && openedAt !== location.href) return;
  const plain = [...document.querySelectorAll("#plain noscript")].at(-1);
  if (!plain) return;
  const facts = new DOMParser().parseFromString(plain.textContent ?? "", "text/html");
  place.replaceChildren(...facts.body.childNodes);
}
