"""Paint and interaction times of the seat map: `python -m benches.front_end`

In the machine's Chromium: the time until a large hall is painted, and until a tap is shown with a fourfold
CPU slowdown. Medians of five visits.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page
from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import DemoSite
from tests.screens.run_demo_site import launch_browser, run_demo_site

VISITS = 5
SLOWDOWN = 4
PAINT_LIMIT_MS, INTERACTION_LIMIT_MS = 250, 200
TAPS = ("A5", "A6", "B7", "B8", "A5", "B7", "C9", "C10")

WATCH_PAINT = """
const originalFetch = window.fetch;
window.fetch = async (...args) => {
    const response = await originalFetch(...args);
    if (/\\/hall-layout\\/\\d+\\/$/.test(response.url)) window.arrivedAt = performance.now();
    return response;
};
addEventListener("DOMContentLoaded", () => {
    const seats = new MutationObserver(() => {
        if (document.querySelector("[data-seat]") === null) return;
        seats.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); }));
    });
    seats.observe(document.body, {childList: true, subtree: true});
});
"""
"""The times at which the app has the layout, and at which the frame with its seats ends."""

WATCH_TAPS = """
window.taps = [];
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (one.interactionId) window.taps.push(one);
}).observe({type: "event", durationThreshold: 16, buffered: true});
"""

LONGEST_OF_EACH_TAP = """
() => Object.values(Object.groupBy(window.taps, one => one.interactionId))
    .map(events => Math.max(...events.map(one => one.duration)))
"""


def main() -> None:
    """Measure on a new site."""
    with run_demo_site() as demo_site, launch_browser() as browser:
        paints = [_time_to_paint(browser, demo_site) for _ in range(VISITS)]
        print(
            f"420 seats painted once the app has the layout: {statistics.median(paints):.0f} ms, "
            f"median of {VISITS} (limit {PAINT_LIMIT_MS} ms)"
        )
        taps = [_slow_taps(browser, demo_site) for _ in range(VISITS)]
        print(
            f"a tap on a seat, p75 at {SLOWDOWN}× slowdown: {statistics.median(taps):.0f} ms, "
            f"median of {VISITS} (limit {INTERACTION_LIMIT_MS} ms)"
        )


def _time_to_paint(browser: Browser, demo_site: DemoSite) -> float:
    """From the receipt of the layout to the frame with the demo's largest hall, in milliseconds."""
    with _visitor(browser, demo_site) as page:
        page.add_init_script(WATCH_PAINT)
        SeatMapPage(page).open(demo_site.schedule_show(hall="Grand Auditorium"))
        page.wait_for_function("window.paintedAt")
        return float(page.evaluate("window.paintedAt - window.arrivedAt"))


def _slow_taps(browser: Browser, demo_site: DemoSite) -> float:
    """Taps that hold and release a seat, each until its frame: the 75th percentile in milliseconds."""
    with _visitor(browser, demo_site) as page:
        page.add_init_script(WATCH_TAPS)
        seat_map = SeatMapPage(page)
        seat_map.open(demo_site.schedule_show(share_sold=0))
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        for name in TAPS:
            seat_map.seat(name).click()
            page.wait_for_timeout(300)
        durations = page.evaluate(LONGEST_OF_EACH_TAP)
        # Events of less than a frame are not reported.
        short = [16.0] * max(0, len(TAPS) - len(durations))
        return float(statistics.quantiles([*durations, *short], n=4)[2])


@contextmanager
def _visitor(browser: Browser, demo_site: DemoSite) -> Iterator[Page]:
    context = browser.new_context(base_url=demo_site.app.base_url, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


if __name__ == "__main__":
    main()
