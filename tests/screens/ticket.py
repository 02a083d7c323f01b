"""States of the ticket page and of the page that finds a booking."""

from playwright.sync_api import Page

from tests.screens.demo_site import DemoSite
from tests.screens.network import abort_without_retry_delay


def paid(page: Page, demo_site: DemoSite) -> None:
    """Ticket: two seats"""
    _book(page, demo_site)


def refund_dialog(page: Page, demo_site: DemoSite) -> None:
    """Ticket: dialog for refunds"""
    _book(page, demo_site)
    page.get_by_role("button", name="Cancel and refund").click()
    page.get_by_role("dialog").wait_for()


def sent_to(page: Page, demo_site: DemoSite) -> None:
    """Ticket: form that corrects the email address"""
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    page.goto("/")
    stored = ["matinee.sent-to." + secret, '"ada@gmial.com"']
    page.evaluate("([key, value]) => sessionStorage.setItem(key, value)", stored)
    page.goto(f"/ticket/{secret}")
    page.get_by_role("button", name="Wrong address?").click()
    page.get_by_label("Email", exact=True).blur()
    page.get_by_role("button", name="Did you mean ada@gmail.com?").wait_for()


def partly_refunded(page: Page, demo_site: DemoSite) -> None:
    """Ticket: one of two seats refunded"""
    refund_dialog(page, demo_site)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox").first.uncheck()
    dialog.get_by_role("button", name="Cancel and refund").click()
    page.get_by_text("1 of 2 tickets refunded").wait_for()


def legal(page: Page, demo_site: DemoSite) -> None:
    """Legal notice"""
    _book(page, demo_site)
    page.get_by_role("link", name="Legal notice").click()
    page.get_by_role("heading", name="Provider").wait_for()


def refunded(page: Page, demo_site: DemoSite) -> None:
    """Ticket: both seats refunded"""
    refund_dialog(page, demo_site)
    page.get_by_role("dialog").get_by_role("button", name="Cancel and refund").click()
    page.get_by_text("no longer valid").nth(1).wait_for()


def cancelled(page: Page, demo_site: DemoSite) -> None:
    """Ticket: show cancelled"""
    show_id = _book(page, demo_site)
    demo_site.cancel_show(show_id)
    page.reload()
    page.get_by_text("This show was cancelled").wait_for()


def needs_attention(page: Page, demo_site: DemoSite) -> None:
    """Ticket: order needs attention"""
    _book(page, demo_site)
    demo_site.mark_needs_attention(page.url.rpartition("/")[2])
    page.reload()
    page.get_by_role("heading", name="We are looking into your booking").wait_for()


def offline(page: Page, demo_site: DemoSite) -> None:
    """Ticket: offline"""
    _book(page, demo_site)
    abort_without_retry_delay(page, "**/api/orders/*/?lang=*")
    page.reload()
    page.get_by_text("as this browser saw it last").wait_for()


def not_found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Ticket: not found"""
    page.goto("/ticket/unknown-secret")
    page.get_by_role("heading", name="Tickets not found").wait_for()


def find(page: Page, demo_site: DemoSite) -> None:
    """My bookings: bookings of this device, and the form"""
    _book(page, demo_site)
    page.goto("/find")
    page.get_by_text("On this device").wait_for()


def find_incomplete(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """My bookings: address missing"""
    page.goto("/find")
    page.get_by_role("button", name="Email me the links").click()
    page.get_by_text("Enter your email address.").wait_for()


def find_sent(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """My bookings: links requested"""
    page.goto("/find")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_role("button", name="Email me the links").click()
    page.get_by_text("If there are upcoming bookings with this address").wait_for()


def _book(page: Page, demo_site: DemoSite) -> int:
    show_id = demo_site.schedule_show()
    page.goto(f"/ticket/{demo_site.book(show_id, 'G8', 'G9')}")
    page.get_by_role("img", name="QR code").nth(1).wait_for()
    return show_id
