/** Comes back to where the visitor was on the page when it is loaded again in another language. */

import { getItem, removeItem, setItem } from "#lib/storage.ts";

const PLACE = "place";

/** What takes longer than this to arrive isn't waited for. */
const TIMEOUT = 4000;

type Place = { address: string; y: number };

export function saveScrollPosition(): void {
  setItem("session", PLACE, { address: location.href, y: scrollY } satisfies Place);
}

/** Scrolls there once the page is long enough again. */
export function restoreScrollPosition(): void {
  const place = getItem<Place>("session", PLACE);
  removeItem("session", PLACE);
  if (!place || place.address !== location.href) return;
  const watch = new ResizeObserver(() => {
    if (document.body.scrollHeight < place.y + innerHeight) return;
    watch.disconnect();
    scrollTo(0, place.y);
  });
  watch.observe(document.body);
  setTimeout(() => watch.disconnect(), TIMEOUT);
}
