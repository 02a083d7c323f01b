"""Simulates network failures between the browser and the server, and waits for responses."""

from playwright.sync_api import Page, expect


def never_respond(page: Page, address: str) -> None:
    """Never respond to requests to an address (a glob pattern)."""
    page.route(address, lambda _route: None)


def abort_requests(page: Page, address: str) -> None:
    """Abort requests to an address (a glob pattern)."""
    page.route(address, lambda route: route.abort())


SHORT_TIMEOUTS = """
const original = window.setTimeout;
window.setTimeout = (callback, delay, ...rest) => original(callback, Math.min(delay ?? 0, 20), ...rest);
"""


def abort_without_retry_delay(page: Page, address: str) -> None:
    """Abort requests from the next page load on, and shorten the delays of the app's retries."""
    abort_requests(page, address)
    page.add_init_script(SHORT_TIMEOUTS)


def wait_until_loaded(page: Page) -> None:
    """Wait until no part of the page is loading."""
    page.locator("h1").wait_for()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
