"""Page object of the checkout."""

import re

from playwright.sync_api import Locator, Page

from tests.e2e.seat_map_page import SeatMapPage

ACCEPTED, DECLINED, CHALLENGED = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"
"""Test cards of the demo provider."""

CODE = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$")
"""A ticket's code in its typed form."""


def open_checkout(seat_map: SeatMapPage) -> Page:
    """Hold two seats and open the checkout."""
    seat_map.hold("F8")
    seat_map.hold("F9")
    seat_map.page.get_by_role("link", name="Continue").click()
    seat_map.page.get_by_label("Card number").wait_for()
    return seat_map.page


def pay_button(page: Page) -> Locator:
    """Return the button that pays."""
    return page.get_by_role("button", name=re.compile("^Pay · "))


def pay(page: Page, card: str = ACCEPTED, *, email: str = "ada@example.org") -> None:
    """Fill in the checkout's required fields and pay."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Card number").fill(card)
    pay_button(page).click()
