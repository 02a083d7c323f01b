"""A booking by keyboard, from the programme to the tickets, with a visible focus at each step."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.checkout_page import CODE, pay_button

MAX_TAB_PRESSES = 35
"""From the first page to the ticket."""

MAX_TAB_PRESSES_OF_BEST_SEATS = 8
"""From the heading of the seat map, which has the focus after a navigation, to the checkout."""

FOCUS_IS_VISIBLE = """
element => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const ring = element.querySelector("[class*=target]");
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2)
        || (ring !== null && getComputedStyle(ring).stroke !== "none");
}
"""

WIDTH = "seat => seat.getBoundingClientRect().width"

WIDER = "width => document.activeElement.getBoundingClientRect().width > width"


def go_to(page: Page, target: Locator) -> int:
    """Press Tab until `target` has the focus; every element on the way must have a visible focus.

    Returns the number of presses.
    """
    target.wait_for()
    for presses in range(1, 121):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.count() == 0 or focused.evaluate(FOCUS_IS_VISIBLE), focused.evaluate(
            "one => one.outerHTML"
        )
        if target.evaluate("element => element === document.activeElement"):
            return presses
    raise AssertionError(f"Tab never reached {target}")


def press_on(page: Page, target: Locator, key: str = "Enter") -> int:
    """Move the focus to `target` and press a key. Returns the number of Tab presses."""
    presses = go_to(page, target)
    page.keyboard.press(key)
    return presses


@pytest.mark.usefixtures("database")
def test_booking_needs_no_mouse_and_focus_is_always_visible(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/?date={date.today() + timedelta(days=2)}")  # noqa: DTZ011
    press_on(page, page.get_by_role("article").get_by_role("heading").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    press_on(page, page.get_by_role("main").get_by_role("link", name=re.compile("from ")).first)
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    select_on_the_map(page)
    select_from_the_list(page)
    press_on(page, page.get_by_role("link", name="Continue"))

    expect(page.get_by_role("heading", name="Checkout")).to_be_focused()
    go_to(page, page.get_by_label("Email"))
    page.keyboard.type("ada@example.org")
    press_on(page, pay_button(page))
    expect(page.get_by_text(CODE)).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def select_on_the_map(page: Page) -> None:
    """Select one seat on the map, after zooming in twice and out again."""
    go_to(page, page.locator("[role=checkbox][tabindex='0']"))
    focused = page.locator("[role=checkbox]:focus")
    before, width = focused.get_attribute("aria-label"), focused.evaluate(WIDTH)
    page.keyboard.press("ArrowRight")
    assert focused.get_attribute("aria-label") != before
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.wait_for_function(WIDER, arg=width)
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(focused).to_be_checked()
    page.keyboard.press("0")
    expect(focused).to_be_focused()


def select_from_the_list(page: Page) -> None:
    """Select another seat from the list."""
    go_to(page, page.get_by_role("button", name="Map", exact=True))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="List", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    seats = page.get_by_role("region", name="Choose from a list")
    press_on(page, seats.locator("summary").nth(1))
    press_on(page, seats.get_by_role("checkbox", name=re.compile("available$")).first, "Space")
    expect(page.get_by_role("region", name="Your choice")).to_contain_text("2 of 2")


@pytest.mark.usefixtures("database")
def test_first_page_to_ticket_takes_few_tab_presses(page: Page) -> None:
    page.goto("/")
    presses = press_on(page, page.get_by_role("link", name="Tomorrow"))
    presses += press_on(page, page.get_by_role("main").get_by_role("link", name=re.compile("from €")).first)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    held = press_on(page, page.get_by_role("button", name="2 people: Best together"))
    held += press_on(page, page.get_by_role("link", name="Continue"))
    assert held <= MAX_TAB_PRESSES_OF_BEST_SEATS
    expect(page.get_by_role("heading", name="Checkout")).to_be_focused()
    presses += held + go_to(page, page.get_by_label("Email"))
    page.keyboard.type("ada@example.org")
    presses += press_on(page, pay_button(page))
    expect(page.get_by_text(CODE)).to_have_count(2)
    assert presses <= MAX_TAB_PRESSES, presses
