/** Restores the scroll position after the page reloads in another language. */

import { getItem, removeItem, setItem } from "#lib/storage.ts";

const PLACE = "place";

/** Milliseconds to wait for the page to reach its former height. */
const TIMEOUT = 4000;

type Place = { address: string; y: number };

export function saveScrollPosition(): void {
  setItem("session", PLACE, { address: location.href, y: scrollY } satisfies Place);
}

/** Scrolls once the page is high enough. */
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
