"""Paint and interaction times of the seat map: `python -m benches.front_end`

In the machine's Chromium: the time until a large hall is painted, until a tap is shown and confirmed, and
until a tap is shown with a fourfold CPU slowdown. Each round is a visit of its own.
"""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, Page
from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import DemoSite
from tests.screens.run_demo_site import launch_browser, run_demo_site

from benches.rig.report import Report
from benches.rig.rounds import ROUNDS, Spread

SLOWDOWN = 4
TAPS = ("A5", "A6", "B7", "B8", "A5", "B7", "C9", "C10")

WATCH_PAINT = """
const originalFetch = window.fetch;
window.fetch = async (...args) => {
    const response = await originalFetch(...args);
    if (/\\/hall-layout\\/\\d+\\/(\\?|$)/.test(response.url)) window.arrivedAt = performance.now();
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

WATCH_SEATS = """
window.waits = [];
addEventListener("click", event => {
    const seat = event.target.closest("[data-seat]");
    if (seat === null) return;
    const wait = {};
    window.waits.push(wait);
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
        const waited = performance.now() - event.timeStamp;
        wait.shown ??= waited;
        if (seat.dataset.s !== "pending") wait.confirmed ??= waited;
    }))).observe(seat, {attributeFilter: ["data-s"]});
}, {capture: true});
"""
"""From each tap to the frame in which the seat looks different, and to the frame with the server's answer."""

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
    report = Report("front_end")
    with run_demo_site() as demo_site, launch_browser() as browser:
        paints = [_time_to_paint(browser, demo_site) for _ in range(ROUNDS)]
        report.figure(
            "420 seats painted once the app has the layout", Spread.of(paints), "ms", goal="seats painted"
        )
        waits = [_waits(browser, demo_site) for _ in range(ROUNDS)]
        for goal, key in (("tap shown", "shown"), ("tap confirmed", "confirmed")):
            spread = Spread.of([_p75([wait[key] for wait in visit]) for visit in waits])
            report.figure(f"a tap on a seat until it is {key}, p75", spread, "ms", goal=goal)
        slow = [_slow_taps(browser, demo_site) for _ in range(ROUNDS)]
        report.figure(f"a tap on a seat, p75 at {SLOWDOWN}× slowdown", Spread.of(slow), "ms", goal="slow tap")


def _time_to_paint(browser: Browser, demo_site: DemoSite) -> float:
    """From the receipt of the layout to the frame with the demo's largest hall, in milliseconds."""
    with _visitor(browser, demo_site) as page:
        page.add_init_script(WATCH_PAINT)
        SeatMapPage(page).open(demo_site.schedule_show(hall="Grand Auditorium"))
        # The first visit also waits for the code, which Lighthouse measures.
        page.reload()
        page.wait_for_function("() => window.paintedAt")
        return float(page.evaluate("window.paintedAt - window.arrivedAt"))


def _waits(browser: Browser, demo_site: DemoSite) -> list[dict[str, float]]:
    """The times of each tap that holds or releases a seat, in milliseconds."""
    with _visitor(browser, demo_site) as page:
        page.add_init_script(WATCH_SEATS)
        _tap_seats(page, demo_site)
        waits: list[dict[str, float]] = page.evaluate("window.waits")
        return waits


def _slow_taps(browser: Browser, demo_site: DemoSite) -> float:
    """Each tap until its frame, on a slow device: the 75th percentile in milliseconds."""
    with _visitor(browser, demo_site) as page:
        page.add_init_script(WATCH_TAPS)
        _tap_seats(page, demo_site, slowdown=SLOWDOWN)
        durations = page.evaluate(LONGEST_OF_EACH_TAP)
        # Events of less than a frame are not reported.
        return _p75([*durations, *[16.0] * max(0, len(TAPS) - len(durations))])


def _tap_seats(page: Page, demo_site: DemoSite, *, slowdown: int = 1) -> None:
    """Hold and release seats, one after the other."""
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    for name in TAPS:
        seat_map.seat(name).click()
        page.wait_for_timeout(300)


def _p75(values: Sequence[float]) -> float:
    return float(statistics.quantiles(values, n=4)[2])


@contextmanager
def _visitor(browser: Browser, demo_site: DemoSite) -> Iterator[Page]:
    context = browser.new_context(base_url=demo_site.app.base_url, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


if __name__ == "__main__":
    main()
