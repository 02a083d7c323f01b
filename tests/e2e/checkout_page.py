"""The checkout as a visitor uses it."""

import re

from playwright.sync_api import Locator, Page

GOOD, DECLINED, CHALLENGED = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"
"""Test cards of the demo provider."""

CODE = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$")
"""A ticket's code for typing by hand."""


def pay_button(page: Page) -> Locator:
    """The button that ends the checkout."""
    return page.get_by_role("button", name=re.compile("^Pay · "))


def pay(page: Page, card: str = GOOD) -> None:
    """Fill in what the checkout asks for and pay."""
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Card number").fill(card)
    pay_button(page).click()
