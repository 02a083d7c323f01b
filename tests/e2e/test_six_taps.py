"""Two seats on a phone in at most six taps, not counting the input of email and card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkout_page import CODE, GOOD, pay_button

MAX_TAPS = 6


@dataclass
class Thumb:
    """Taps visible elements and counts the taps."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Scroll to the element if necessary and tap it."""
        target.tap()
        self.taps += 1


@pytest.fixture
def thumb(browser: Browser, base_url: str) -> Iterator[Thumb]:
    """A phone without stored data."""
    context = browser.new_context(
        base_url=base_url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    yield Thumb(context.new_page())
    context.close()


@pytest.mark.usefixtures("database")
def test_a_phone_books_two_seats_together(thumb: Thumb) -> None:
    page = thumb.page
    page.goto("/")
    thumb.tap(page.get_by_role("navigation", name="Day").get_by_role("link").nth(2))
    thumb.tap(page.get_by_role("link", name=re.compile("from €")).first)
    thumb.tap(page.get_by_role("button", name="Best together"))
    thumb.tap(page.get_by_role("link", name="Continue"))
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Card number").fill(GOOD)
    thumb.tap(pay_button(page))
    expect(page.get_by_text(CODE)).to_have_count(2)
    assert thumb.taps <= MAX_TAPS


@pytest.mark.usefixtures("database")
def test_a_phone_books_the_two_seats_it_wants(thumb: Thumb) -> None:
    """On a later day, which takes one more tap."""
    page = thumb.page
    page.goto("/")
    thumb.tap(page.get_by_role("navigation", name="Day").get_by_role("link").nth(3))
    thumb.tap(page.get_by_role("link", name=re.compile("from €")).first)
    free = page.get_by_role("checkbox", name=re.compile(r"^Row E .*available$"))
    thumb.tap(free.nth(9))
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    thumb.tap(free.nth(8))
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    thumb.tap(page.get_by_role("link", name="Continue"))
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Card number").fill(GOOD)
    thumb.tap(pay_button(page))
    expect(page.get_by_text(CODE)).to_have_count(2)
    assert thumb.taps <= MAX_TAPS
