"""The tickets by their link."""

from playwright.sync_api import Page

from tests.screens.demo_site import House
from tests.screens.network import fail_at_once


def paid(page: Page, house: House) -> None:
    """Ticket: two seats"""
    _buy(page, house)


def give_back(page: Page, house: House) -> None:
    """Ticket: which to give back"""
    _buy(page, house)
    page.get_by_role("button", name="Give tickets back").click()
    page.get_by_role("dialog").wait_for()


def refunded(page: Page, house: House) -> None:
    """Ticket: both given back"""
    give_back(page, house)
    page.get_by_role("dialog").get_by_role("button", name="Give back").click()
    page.get_by_text("not valid any more").nth(1).wait_for()


def cancelled(page: Page, house: House) -> None:
    """Ticket: the show was called off"""
    show_id = _buy(page, house)
    house.call_off(show_id)
    page.reload()
    page.get_by_text("This show was cancelled").wait_for()


def needs_attention(page: Page, house: House) -> None:
    """Ticket: something went wrong, and we say so"""
    _buy(page, house)
    house.fail_for_good(page.url.rpartition("/")[2])
    page.reload()
    page.get_by_role("heading", name="We are looking into your booking").wait_for()


def offline(page: Page, house: House) -> None:
    """Ticket: without a network"""
    _buy(page, house)
    fail_at_once(page, "**/api/orders/*/")
    page.reload()
    page.get_by_text("as this browser saw it last").wait_for()


def not_found(page: Page, house: House) -> None:  # noqa: ARG001
    """Ticket: nothing at this address"""
    page.goto("/ticket/nobodys-secret")
    page.get_by_role("heading", name="Tickets not found").wait_for()


def find(page: Page, house: House) -> None:
    """Find my booking: seen on this device, or by mail"""
    _buy(page, house)
    page.goto("/find")
    page.get_by_label("Reference").fill("A7K2M9QX")
    page.get_by_text("Seen on this device").wait_for()


def find_incomplete(page: Page, house: House) -> None:  # noqa: ARG001
    """Find my booking: something is missing"""
    page.goto("/find")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_role("button", name="Mail me the link").click()
    page.get_by_text("Enter the reference of your booking.").wait_for()


def find_sent(page: Page, house: House) -> None:  # noqa: ARG001
    """Find my booking: the mail is on its way, if there is such a booking"""
    page.goto("/find")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Reference").fill("A7K2M9QX")
    page.get_by_role("button", name="Mail me the link").click()
    page.get_by_text("If there is a booking, we have just mailed its link").wait_for()


def _buy(page: Page, house: House) -> int:
    show_id = house.put_on()
    page.goto(f"/ticket/{house.buy(show_id, 'G8', 'G9')}")
    page.get_by_role("img", name="QR code").nth(1).wait_for()
    return show_id
