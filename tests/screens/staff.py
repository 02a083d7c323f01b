"""States of the staff app's screens."""

import re

from playwright.sync_api import Page

from tests.screens.demo_site import DemoSite
from tests.screens.network import abort_without_retry_delay, never_respond
from tests.screens.staff_people import sign_in

TODAY, ORDERS, ORDER = "**/api/staff/today/", "**/api/staff/orders/?*", "**/api/staff/orders/*/"


def sign_in_page(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Staff: sign-in"""
    page.goto("/staff/")
    page.get_by_role("button", name="Sign in", exact=True).wait_for()


def sign_in_wrong(page: Page, demo_site: DemoSite) -> None:
    """Staff: wrong password"""
    sign_in_page(page, demo_site)
    page.get_by_label("Email", exact=True).fill("nobody@desk.example")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Email address, password or code is wrong").wait_for()


def today(page: Page, demo_site: DemoSite) -> None:
    """Staff: today, with warnings"""
    _attention(demo_site)
    _open(page, demo_site, "/staff/", "owner")
    page.get_by_text("needs attention").or_(page.get_by_text("need attention")).first.wait_for()


def today_steward(page: Page, demo_site: DemoSite) -> None:
    """Staff: today, for a steward"""
    _open(page, demo_site, "/staff/", "steward")
    page.get_by_text("scan tickets at the door").wait_for()


def today_loading(page: Page, demo_site: DemoSite) -> None:
    """Staff: today loads"""
    never_respond(page, TODAY)
    _open(page, demo_site, "/staff/", "steward")
    page.get_by_role("heading", name="Today").wait_for()
    page.get_by_text("Loading …").first.wait_for(state="attached")


def today_error(page: Page, demo_site: DemoSite) -> None:
    """Staff: today does not load"""
    abort_without_retry_delay(page, TODAY)
    _open(page, demo_site, "/staff/", "cashier")
    page.get_by_role("button", name="Retry").wait_for()


def today_stale(page: Page, demo_site: DemoSite) -> None:
    """Staff: today is out of date"""
    page.clock.install()
    _open(page, demo_site, "/staff/", "cashier")
    page.get_by_text("sold").first.wait_for()
    page.route(TODAY, lambda route: route.abort())
    page.clock.run_for(31_000)
    for _ in range(10):
        page.clock.run_for(2_000)
        page.wait_for_timeout(50)
    page.get_by_text("What you see may be out of date").wait_for()


def today_empty(page: Page, demo_site: DemoSite) -> None:
    """Staff: no show today"""
    sign_in(page.context, demo_site.app, "cashier")
    venue = {"id": 1, "name": "Kino Palast", "timezone": "Europe/Berlin"}
    body = {
        "now": "2026-12-01T12:00:00Z",
        "venues": [{"venue": venue, "day": "2026-12-01", "shows": []}],
        "warnings": [],
    }
    page.route(TODAY, lambda route: route.fulfill(json=body))
    page.goto("/staff/")
    page.get_by_text("No show today.").wait_for()


def orders(page: Page, demo_site: DemoSite) -> None:
    """Staff: orders"""
    _attention(demo_site)
    _open(page, demo_site, "/staff/orders", "cashier")
    page.get_by_role("table").wait_for()


def orders_loading(page: Page, demo_site: DemoSite) -> None:
    """Staff: orders load"""
    never_respond(page, ORDERS)
    _open(page, demo_site, "/staff/orders", "cashier")
    page.get_by_role("heading", name="Orders").wait_for()
    page.get_by_text("Loading …").wait_for(state="attached")


def orders_error(page: Page, demo_site: DemoSite) -> None:
    """Staff: orders do not load"""
    abort_without_retry_delay(page, ORDERS)
    _open(page, demo_site, "/staff/orders", "cashier")
    page.get_by_role("button", name="Retry").wait_for()


def orders_nothing(page: Page, demo_site: DemoSite) -> None:
    """Staff: no order fits"""
    _open(page, demo_site, "/staff/orders?q=nobody", "cashier")
    page.get_by_text("No order fits").wait_for()


def orders_no_attention(page: Page, demo_site: DemoSite) -> None:
    """Staff: no email failed"""
    _open(page, demo_site, "/staff/orders?email_failed=true", "cashier")
    page.get_by_text("There is none.").wait_for()


def order(page: Page, demo_site: DemoSite) -> None:
    """Staff: an order"""
    _open_order(page, demo_site, demo_site.book(demo_site.schedule_show(), "G8", "G9"), "manager")


def order_attention(page: Page, demo_site: DemoSite) -> None:
    """Staff: an order with a refused refund"""
    _open_order(page, demo_site, _attention(demo_site), "manager")
    page.get_by_role("heading", name="Needs attention").wait_for()


def order_attention_cashier(page: Page, demo_site: DemoSite) -> None:
    """Staff: the same order for a cashier, who cannot settle it"""
    _open_order(page, demo_site, _attention(demo_site), "cashier")
    page.get_by_text("A manager or an owner of the cinema can settle this.").wait_for()


def order_settle(page: Page, demo_site: DemoSite) -> None:
    """Staff: record how a refused refund was paid"""
    order_attention(page, demo_site)
    page.get_by_role("button", name="Paid in another way").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("Enter the number of the receipt.").wait_for()


def order_refund(page: Page, demo_site: DemoSite) -> None:
    """Staff: refund one of two tickets"""
    order(page, demo_site)
    page.get_by_role("button", name="Refund …").click()
    page.get_by_role("dialog").get_by_role("checkbox", name="G9").check()
    page.get_by_text("goes back").wait_for()


def order_correct(page: Page, demo_site: DemoSite) -> None:
    """Staff: correct an address"""
    order(page, demo_site)
    page.get_by_role("button", name="Correct address or name").click()
    page.get_by_label("Email", exact=True).fill("ada@example")
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_text("isn’t complete").wait_for()


def order_stale(page: Page, demo_site: DemoSite) -> None:
    """Staff: another person has changed the order meanwhile"""
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    _open_order(page, demo_site, secret, "manager")
    page.get_by_role("button", name="Correct address or name").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Send again").click()
    other.get_by_text("Not sent: the site has no mail server").wait_for()
    other.close()
    page.get_by_label("Name").fill("Ada King")
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_text("Another person has changed this meanwhile").wait_for()


def order_loading(page: Page, demo_site: DemoSite) -> None:
    """Staff: an order loads"""
    never_respond(page, ORDER)
    _open(page, demo_site, "/staff/orders/ABCD2345", "cashier")
    page.get_by_role("heading", name="ABCD-2345").wait_for()
    page.get_by_text("Loading …").wait_for(state="attached")


def order_not_found(page: Page, demo_site: DemoSite) -> None:
    """Staff: unknown order"""
    _open(page, demo_site, "/staff/orders/ABCD2345", "cashier")
    page.get_by_text("There is no such order at your cinemas.").wait_for()


def attendees(page: Page, demo_site: DemoSite) -> None:
    """Staff: who comes to a show"""
    show_id = demo_site.schedule_show()
    demo_site.book(show_id, "G8", "G9")
    demo_site.book(show_id, "F9", name="Zoe Zander")
    _open(page, demo_site, f"/staff/shows/{show_id}/attendees", "cashier")
    page.get_by_role("table").wait_for()


def attendees_empty(page: Page, demo_site: DemoSite) -> None:
    """Staff: nobody comes yet"""
    show_id = demo_site.schedule_show(share_sold=0)
    _open(page, demo_site, f"/staff/shows/{show_id}/attendees", "cashier")
    page.get_by_text("Nobody has a ticket for this show yet.").wait_for()


def palette(page: Page, demo_site: DemoSite) -> None:
    """Staff: palette"""
    _open(page, demo_site, "/staff/roles", "owner")
    page.get_by_role("table").wait_for()
    page.keyboard.press("Control+k")
    page.keyboard.type("dark")
    page.get_by_role("dialog").get_by_text(re.compile("^Film\\b")).wait_for()
    page.get_by_text("Searching …").wait_for(state="hidden")


def palette_nothing(page: Page, demo_site: DemoSite) -> None:
    """Staff: palette finds nothing"""
    _open(page, demo_site, "/staff/roles", "cashier")
    page.get_by_role("table").wait_for()
    page.keyboard.press("Control+k")
    page.keyboard.type("no such thing")
    page.get_by_text("Nothing fits.").wait_for()


def people(page: Page, demo_site: DemoSite) -> None:
    """Staff: people"""
    sign_in(page.context, demo_site.app, "cashier")
    _open(page, demo_site, "/staff/people", "owner")
    page.get_by_role("table").wait_for()


def people_error(page: Page, demo_site: DemoSite) -> None:
    """Staff: people do not load"""
    abort_without_retry_delay(page, "**/api/staff/people/?*")
    _open(page, demo_site, "/staff/people", "owner")
    page.get_by_role("button", name="Retry").wait_for()


def person(page: Page, demo_site: DemoSite) -> None:
    """Staff: a person"""
    people(page, demo_site)
    page.get_by_role("link", name="Dora Klein").click()
    page.get_by_role("button", name="Save").wait_for()


def invite(page: Page, demo_site: DemoSite) -> None:
    """Staff: invite a person"""
    _open(page, demo_site, "/staff/people/invite", "owner")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_text("Enter the email address.").wait_for()


def programs_empty(page: Page, demo_site: DemoSite) -> None:
    """Staff: no program has a key"""
    _open(page, demo_site, "/staff/programs", "owner")
    page.get_by_role("heading", name="Programs").wait_for()
    page.get_by_text("No program has a key yet.").wait_for()


def new_key(page: Page, demo_site: DemoSite) -> None:
    """Staff: create a key"""
    _open(page, demo_site, "/staff/programs/new", "owner")
    page.get_by_role("button", name="Create the key").click()
    page.get_by_text("Enter a name.").wait_for()


def audit(page: Page, demo_site: DemoSite) -> None:
    """Staff: audit"""
    secret = demo_site.book(demo_site.schedule_show(), "G8")
    _open_order(page, demo_site, secret, "owner")
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("Not sent: the site has no mail server").wait_for()
    page.goto("/staff/audit")
    page.get_by_role("table").wait_for()


def roles(page: Page, demo_site: DemoSite) -> None:
    """Staff: who may do what"""
    _open(page, demo_site, "/staff/roles", "cashier")
    page.get_by_role("table").wait_for()


def second_factor(page: Page, demo_site: DemoSite) -> None:
    """Staff: set up a second factor"""
    _open(page, demo_site, "/staff/second-factor", "accounts")
    page.get_by_role("region", name="With an app").get_by_label("Your password").wait_for()


def not_permitted(page: Page, demo_site: DemoSite) -> None:
    """Staff: a page that the role does not include"""
    _open(page, demo_site, "/staff/audit", "cashier")
    page.get_by_role("heading", name="Your role does not include this").wait_for()


def not_found(page: Page, demo_site: DemoSite) -> None:
    """Staff: page not found"""
    _open(page, demo_site, "/staff/no/such/page", "cashier")
    page.get_by_role("heading", name="Page not found").wait_for()


def offline(page: Page, demo_site: DemoSite) -> None:
    """Staff: offline"""
    _open(page, demo_site, "/staff/orders", "cashier")
    page.get_by_role("searchbox").wait_for()
    page.context.set_offline(True)
    page.get_by_text("You’re offline.").first.wait_for()


def _open(page: Page, demo_site: DemoSite, address: str, role: str) -> None:
    sign_in(page.context, demo_site.app, role)
    page.goto(address)


def _open_order(page: Page, demo_site: DemoSite, secret: str, role: str) -> None:
    _open(page, demo_site, f"/staff/orders/{demo_site.reference(secret)}", role)
    page.get_by_role("heading", name="History").wait_for()


def _attention(demo_site: DemoSite) -> str:
    """The secret of an order with a refused refund."""
    return demo_site.order_with_refused_refund
