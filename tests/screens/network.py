"""What can go wrong on the way to the server."""

from playwright.sync_api import Page


def never_answer(page: Page, address: str) -> None:
    """Leave requests to an address (a glob) without an answer."""
    page.route(address, lambda _route: None)


def fail(page: Page, address: str) -> None:
    """Let requests to an address (a glob) break off."""
    page.route(address, lambda route: route.abort())


NO_PAUSES = """
const later = window.setTimeout;
window.setTimeout = (act, pause, ...rest) => later(act, Math.min(pause ?? 0, 20), ...rest);
"""


def fail_at_once(page: Page, address: str) -> None:
    """The same from the next page on, without the seconds that the app waits before it tries again."""
    fail(page, address)
    page.add_init_script(NO_PAUSES)
