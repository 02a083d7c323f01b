"""Two seats on a phone in few taps, not counting the input of email and card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkout_page import ACCEPTED, CODE, pay_button

MAX_TAPS = 6
MAX_TAPS_BEST_SEATS = 5


@dataclass
class TapCounter:
    """Taps visible elements and counts the taps."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Scroll to the element if necessary and tap it."""
        target.tap()
        self.taps += 1


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[TapCounter]:
    """A phone without stored data."""
    context = browser.new_context(
        base_url=base_url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    yield TapCounter(context.new_page())
    context.close()


@pytest.mark.usefixtures("database")
def test_two_best_seats_take_at_most_five_taps(phone: TapCounter) -> None:
    page = phone.page
    page.goto("/")
    phone.tap(page.get_by_role("link", name="Tomorrow"))
    phone.tap(page.get_by_role("link", name=re.compile("from €")).first)
    phone.tap(page.get_by_role("button", name="Best together"))
    phone.tap(page.get_by_role("link", name="Continue"))
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Card number").fill(ACCEPTED)
    phone.tap(pay_button(page))
    expect(page.get_by_text(CODE)).to_have_count(2)
    assert phone.taps <= MAX_TAPS_BEST_SEATS


@pytest.mark.usefixtures("database")
def test_two_selected_seats_take_at_most_six_taps(phone: TapCounter) -> None:
    """The client selects two seats on the map instead of the best seats."""
    page = phone.page
    page.goto("/")
    phone.tap(page.get_by_role("navigation", name="Day").get_by_role("link").nth(6))
    phone.tap(page.get_by_role("link", name=re.compile("from €")).first)
    free = page.get_by_role("checkbox", name=re.compile(r"^Row E .*available$"))
    phone.tap(free.nth(9))
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    phone.tap(free.nth(8))
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    phone.tap(page.get_by_role("link", name="Continue"))
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Card number").fill(ACCEPTED)
    phone.tap(pay_button(page))
    expect(page.get_by_text(CODE)).to_have_count(2)
    assert phone.taps <= MAX_TAPS


@pytest.mark.usefixtures("database")
def test_an_evening_show_is_one_screen_away(phone: TapCounter) -> None:
    page = phone.page
    page.goto("/")
    phone.tap(page.get_by_role("link", name="This weekend"))
    phone.tap(page.get_by_role("link", name="By time"))
    evening = page.get_by_role("heading", level=2, name=re.compile("Evening")).first
    expect(evening).to_be_visible()
    page.goto(page.url.replace("date=weekend", "date=weekend&time=tonight"))
    show = page.locator("main li a", has=page.locator("time", has_text=re.compile("^(19|20):"))).first
    box = show.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 2 * 740
