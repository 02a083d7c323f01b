/** Comes back to where the visitor was on the page when it is loaded again in another language. */

import { forget, recall, remember } from "#lib/storage.ts";

const PLACE = "place";

/** What takes longer than this to arrive isn't waited for. */
const PATIENCE = 4000;

type Place = { address: string; y: number };

export function rememberPlace(): void {
  remember("session", PLACE, { address: location.href, y: scrollY } satisfies Place);
}

/** Scrolls there once the page is long enough again. */
export function returnToPlace(): void {
  const place = recall<Place>("session", PLACE);
  forget("session", PLACE);
  if (!place || place.address !== location.href) return;
  const watch = new ResizeObserver(() => {
    if (document.body.scrollHeight < place.y + innerHeight) return;
    watch.disconnect();
    scrollTo(0, place.y);
  });
  watch.observe(document.body);
  setTimeout(() => watch.disconnect(), PATIENCE);
}
