"""What can go wrong on the way to the server."""

from playwright.sync_api import Page


def never_answer(page: Page, address: str) -> None:
    """Leave requests to an address (a glob) without an answer."""
    page.route(address, lambda _route: None)


def fail(page: Page, address: str) -> None:
    """Let requests to an address (a glob) break off."""
    page.route(address, lambda route: route.abort())
