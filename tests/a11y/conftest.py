"""Opens each screen state once per test file, for all checks."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from tests.a11y.language import show_in
from tests.live_app import LiveApp
from tests.screens.demo_site import DemoSite
from tests.screens.states import STATES

PHONE = (360, 740)

IN_MAKE_TEST = {
    "whats-on",
    "whats-on-filters",
    "film",
    "seats-free",
    "seats-held",
    "seats-expired",
    "seats-list",
    "seats-sections",
    "checkout-filled",
    "checkout-declined",
    "paying-challenge",
    "ticket",
    "find-incomplete",
    "not-found",
    "staff-today",
    "staff-orders",
    "staff-order-refund",
    "staff-order-attention",
}
"""States with most of the parts of their screens. The others take too long for `make test`."""

assert set(STATES) >= IN_MAKE_TEST

TIMEOUT_MS = 30_000


@dataclass(frozen=True)
class Screen:
    """A screen opened on a phone with reduced motion."""

    name: str
    page: Page

    def show(self, *, size: tuple[int, int] = PHONE, theme: str = "light", language: str = "en") -> None:
        """Set the size of the window, in CSS pixels, the colour scheme and the language."""
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        if self.page.evaluate("document.documentElement.lang") != language:
            show_in(self.page, language)


@pytest.fixture(scope="session")
def demo_site(live_app: LiveApp, database: psycopg.Connection) -> DemoSite:
    """The running site and a connection to its database."""
    return DemoSite(live_app, database)


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name in IN_MAKE_TEST else pytest.mark.screens) for name in STATES],
)
def screen(
    request: pytest.FixtureRequest, browser: Browser, base_url: str, demo_site: DemoSite
) -> Iterator[Screen]:
    """Each state of the table of screen states, opened once per test file."""
    context = browser.new_context(
        base_url=base_url, viewport={"width": 360, "height": 740}, reduced_motion="reduce", locale="en-GB"
    )
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    STATES[request.param](page, demo_site)
    yield Screen(request.param, page)
    page.unroute_all(behavior="ignoreErrors")
    context.close()
