"""States of the checkout and of the payment."""

from playwright.sync_api import Page

from tests.e2e.checkout_page import ACCEPTED, CHALLENGED, DECLINED, pay
from tests.screens.demo_site import DemoSite
from tests.screens.network import abort_requests
from tests.screens.seats import hold

REQUEST_LOST = "4000 0000 0000 8013"
"""The demo's test card whose payments do not reach the provider."""

SLOW_DECISION = "4000 0000 0000 8021"
"""The demo's test card whose payment stays pending for some minutes."""


def filled(page: Page, demo_site: DemoSite) -> None:
    """Checkout: completed form"""
    _open_checkout(page, demo_site)
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("Card number").fill(ACCEPTED)
    page.get_by_text("Test cards").click()


def declined(page: Page, demo_site: DemoSite) -> None:
    """Checkout: card declined"""
    _open_checkout(page, demo_site)
    pay(page, DECLINED)
    page.get_by_text("Your card was declined.").wait_for()


def extension(page: Page, demo_site: DemoSite) -> None:
    """Checkout: hold expires in a minute"""
    show_id = _open_checkout(page, demo_site)
    demo_site.set_time_left(show_id, 59)
    page.reload()
    page.get_by_role("dialog", name="Need more time?").wait_for()


def dismissed(page: Page, demo_site: DemoSite) -> None:
    """Checkout: offer of more time dismissed"""
    extension(page, demo_site)
    page.get_by_role("button", name="No, thanks").click()
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_role("button", name="Hold them for another").wait_for()


def expired(page: Page, demo_site: DemoSite) -> None:
    """Checkout: hold expired"""
    show_id = _open_checkout(page, demo_site)
    demo_site.set_time_left(show_id, -1)
    page.reload()
    page.get_by_text("Your seats were released").wait_for()


def no_hold(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Checkout: no seats held"""
    page.goto("/checkout")
    page.get_by_text("You hold no seats at the moment.").wait_for()


def response_lost(page: Page, demo_site: DemoSite) -> None:
    """Checkout: response lost"""
    _open_checkout(page, demo_site)
    abort_requests(page, "**/api/book-seat/")
    pay(page)
    page.get_by_text("nothing is booked or paid twice").wait_for()


def processing(page: Page, demo_site: DemoSite) -> None:
    """Payment: pending"""
    _open_checkout(page, demo_site)
    pay(page, SLOW_DECISION)
    page.get_by_text("We are waiting for your bank").wait_for()


def challenge(page: Page, demo_site: DemoSite) -> None:
    """Payment: challenge"""
    _open_checkout(page, demo_site)
    pay(page, CHALLENGED)
    page.get_by_role("button", name="Approve").wait_for()


def not_processed(page: Page, demo_site: DemoSite) -> None:
    """Payment: request lost before it reached the bank"""
    _open_checkout(page, demo_site)
    pay(page, REQUEST_LOST)
    page.get_by_role("link", name="Try again").wait_for()


def unknown(page: Page, demo_site: DemoSite) -> None:
    """Payment: no result for a minute"""
    page.clock.install()
    _open_checkout(page, demo_site)
    page.route(
        "**/api/orders/*/payment/",
        lambda route: route.fulfill(json={"status": "PENDING", "next_action": None, "decline_code": None}),
    )
    pay(page, SLOW_DECISION)
    page.get_by_text("We are waiting for your bank").wait_for()
    page.clock.run_for(61_000)
    page.get_by_text("There is no answer from your bank yet").wait_for()


def _open_checkout(page: Page, demo_site: DemoSite) -> int:
    show_id = hold(page, demo_site)
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Card number").wait_for()
    return show_id
