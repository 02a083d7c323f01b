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
    page.get_by_role("button", name="Give tickets back").click()
    page.get_by_role("dialog").wait_for()


def refunded(page: Page, demo_site: DemoSite) -> None:
    """Ticket: both seats refunded"""
    refund_dialog(page, demo_site)
    page.get_by_role("dialog").get_by_role("button", name="Give back").click()
    page.get_by_text("not valid any more").nth(1).wait_for()


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
    abort_without_retry_delay(page, "**/api/orders/*/")
    page.reload()
    page.get_by_text("as this browser saw it last").wait_for()


def not_found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Ticket: not found"""
    page.goto("/ticket/unknown-secret")
    page.get_by_role("heading", name="Tickets not found").wait_for()


def find(page: Page, demo_site: DemoSite) -> None:
    """Find my booking: bookings of this device, and the form"""
    _book(page, demo_site)
    page.goto("/find")
    page.get_by_label("Reference").fill("A7K2M9QX")
    page.get_by_text("Seen on this device").wait_for()


def find_incomplete(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Find my booking: reference missing"""
    page.goto("/find")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_role("button", name="Mail me the link").click()
    page.get_by_text("Enter the reference of your booking.").wait_for()


def find_sent(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Find my booking: link requested"""
    page.goto("/find")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Reference").fill("A7K2M9QX")
    page.get_by_role("button", name="Mail me the link").click()
    page.get_by_text("If there is a booking, we have just mailed its link").wait_for()


def _book(page: Page, demo_site: DemoSite) -> int:
    show_id = demo_site.schedule_show()
    page.goto(f"/ticket/{demo_site.book(show_id, 'G8', 'G9')}")
    page.get_by_role("img", name="QR code").nth(1).wait_for()
    return show_id
