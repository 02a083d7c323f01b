"""Open seat maps show changes live, and show when live updates are paused."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.seat_map_page import SeatMapPage
from tests.live_app import LiveApp

MAX_DELAY_MS = 500

OBSERVE_CHANGES_OF = """(name) => {
    const seat = document.querySelector(`[aria-label^="${name},"]`);
    window.changedAt = new Promise(resolve => new MutationObserver(() => resolve(Date.now()))
        .observe(seat, { attributes: true, attributeFilter: ["data-s"] }));
}"""
"""Stores the time of the change. Both browsers have the same clock, since they run on one machine."""

TAP = """(name) => {
    const seat = document.querySelector(`[aria-label^="${name},"]`);
    seat.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return Date.now();
}"""


@pytest.fixture
def open_map(browser: Browser, base_url: str, show_id: int) -> Iterator[Callable[[], SeatMapPage]]:
    """Return a function that opens the seat map in its own browser context, with its feed connected."""
    contexts = []

    def open_one() -> SeatMapPage:
        context = browser.new_context(base_url=base_url)
        contexts.append(context)
        seat_map = SeatMapPage(context.new_page())
        with seat_map.page.expect_response(
            lambda response: response.url.endswith("/events/") and response.ok
        ):
            seat_map.open(show_id)
        return seat_map

    yield open_one
    for context in contexts:
        context.close()


def block_live_updates(page: Page, live_app: LiveApp) -> None:
    """Abort requests for the event stream until the routes are removed."""
    page.route("**/events/", lambda route: route.abort())
    page.route(f"{live_app.live_url}/**", lambda route: route.abort())


def test_tap_is_shown_in_another_browser_within_the_limit(open_map: Callable[[], SeatMapPage]) -> None:
    first, second = open_map(), open_map()
    for name in ("D8", "D9", "D10"):
        label = f"Row {name[0]} seat {name[1:]}"
        second.page.evaluate(OBSERVE_CHANGES_OF, label)
        tapped_at = first.page.evaluate(TAP, label)
        changed_at = second.page.evaluate("window.changedAt")
        expect(second.seat(name)).to_have_attribute("data-s", "held")
        assert changed_at - tapped_at <= MAX_DELAY_MS

    first.seat("D9").click()
    expect(second.seat("D9")).to_have_accessible_name(re.compile("available$"))
    expect(second.page.get_by_role("log")).to_be_empty()


@pytest.mark.screens
def test_map_without_live_updates_says_so_and_polls(
    open_map: Callable[[], SeatMapPage], live_app: LiveApp
) -> None:
    first, second = open_map(), open_map()
    paused = second.page.get_by_text("Updates paused")
    block_live_updates(second.page, live_app)
    # An open connection is not affected by a new route.
    second.page.reload()
    expect(paused).to_be_visible()
    first.hold("E8")
    expect(second.seat("E8")).to_have_attribute("data-s", "held")

    second.page.unroute_all()
    expect(paused).not_to_be_visible(timeout=40_000)
    first.hold("E9")
    expect(second.seat("E9")).to_have_attribute("data-s", "held", timeout=1_000)


def test_change_by_plain_sql_is_shown(
    open_map: Callable[[], SeatMapPage], show_id: int, database: psycopg.Connection
) -> None:
    seat_map = open_map()
    seat_map.hold("B8")
    database.execute("DELETE FROM booking WHERE show_id = %s", (show_id,))
    expect(seat_map.seat("B8")).not_to_be_checked()


def test_two_best_seats_take_one_tap(open_map: Callable[[], SeatMapPage]) -> None:
    seat_map = open_map()
    seat_map.page.get_by_role("button", name="2 people: Best together").click()
    expect(seat_map.page.get_by_role("checkbox", checked=True)).to_have_count(2)
    seat_map.page.get_by_role("link", name="Continue").click()
    expect(seat_map.page.get_by_role("heading", name="Checkout")).to_be_visible()


def test_seats_that_need_the_network_say_so_until_it_is_back(page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(offline=True)
    page.goto("/show/1")
    message = page.get_by_text(re.compile(r"You.re offline\."))
    expect(message).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.locator("[data-seat]").first).to_be_visible()
    expect(message).to_be_hidden()
