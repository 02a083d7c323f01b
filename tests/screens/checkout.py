"""The checkout, and the way through the bank."""

from playwright.sync_api import Page

from tests.e2e.checkout_page import CHALLENGED, DECLINED, GOOD, pay
from tests.screens.demo_site import House
from tests.screens.network import fail
from tests.screens.seats import hold

NEVER_DECIDED = "4000 0000 0000 8021"
"""The demo's card whose bank thinks for a while."""


def filled(page: Page, house: House) -> None:
    """Checkout: filled in"""
    _enter(page, house)
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("Card number").fill(GOOD)
    page.get_by_text("Test cards").click()


def declined(page: Page, house: House) -> None:
    """Checkout: the card was declined"""
    _enter(page, house)
    pay(page, DECLINED)
    page.get_by_text("Your card was declined.").wait_for()


def extension(page: Page, house: House) -> None:
    """Checkout: a minute before the end"""
    show_id = _enter(page, house)
    house.set_time_left(show_id, 59)
    page.reload()
    page.get_by_role("dialog", name="Need more time?").wait_for()


def expired(page: Page, house: House) -> None:
    """Checkout: the time ran out"""
    show_id = _enter(page, house)
    house.set_time_left(show_id, -1)
    page.reload()
    page.get_by_text("Your seats were released").wait_for()


def no_hold(page: Page, house: House) -> None:  # noqa: ARG001
    """Checkout: no seats held"""
    page.goto("/checkout")
    page.get_by_text("You hold no seats at the moment.").wait_for()


def answer_lost(page: Page, house: House) -> None:
    """Checkout: the answer got lost on the way"""
    _enter(page, house)
    fail(page, "**/api/book-seat/")
    pay(page)
    page.get_by_text("nothing is booked or paid twice").wait_for()


def processing(page: Page, house: House) -> None:
    """Paying: the bank thinks"""
    _enter(page, house)
    pay(page, NEVER_DECIDED)
    page.get_by_text("We are waiting for your bank").wait_for()


def challenge(page: Page, house: House) -> None:
    """Paying: the bank asks"""
    _enter(page, house)
    pay(page, CHALLENGED)
    page.get_by_role("button", name="Approve").wait_for()


def unknown(page: Page, house: House) -> None:
    """Paying: no answer for a minute"""
    page.clock.install()
    _enter(page, house)
    page.route(
        "**/api/orders/*/payment/",
        lambda route: route.fulfill(json={"status": "PENDING", "next_action": None, "decline_code": None}),
    )
    pay(page, NEVER_DECIDED)
    page.get_by_text("We are waiting for your bank").wait_for()
    page.clock.run_for(61_000)
    page.get_by_text("There is no answer from your bank yet").wait_for()


def _enter(page: Page, house: House) -> int:
    show_id = hold(page, house)
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Card number").wait_for()
    return show_id
