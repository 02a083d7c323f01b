"""The orders desk in a browser: what customers ask for, by mouse and by keyboard alone."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.e2e.operators import Keyboard, Mouse
from tests.e2e.staff_team import PASSWORD
from tests.e2e.test_staff_app import check, heading
from tests.e2e.test_staff_sign_in import add_authenticator
from tests.e2e.test_staff_sign_in import open_as as open_as_owner
from tests.live_app import LiveApp
from tests.screens.demo_site import DemoSite
from tests.screens.staff_people import session_of, sign_in

Operator = type[Mouse] | type[Keyboard]
OpenAs = Callable[..., Page]

both = pytest.mark.parametrize(
    "operator",
    [pytest.param(Mouse, id="mouse", marks=pytest.mark.screens), pytest.param(Keyboard, id="keyboard")],
)


@pytest.fixture
def open_as(browser: Browser, live_app: LiveApp) -> Iterator[OpenAs]:
    """Return a function that opens an address as somebody with a role."""
    contexts: list[BrowserContext] = []

    def open_address(address: str, role: str, **options: object) -> Page:
        settings = {"reduced_motion": "reduce", "locale": "en-GB", "timezone_id": "Europe/Berlin", **options}
        context = browser.new_context(base_url=live_app.base_url, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        sign_in(context, live_app, role)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()


@contextmanager
def under_a_minute() -> Iterator[None]:
    """Fail if the block takes a minute. The machine of the tests is slower than a person's."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 60


def find(operator: Mouse, text: str, reference: str) -> None:
    """Search for a text, and open the order among the results."""
    page = operator.page
    heading(page, "Orders")
    operator.type(page.get_by_role("searchbox", name="Find an order"), text)
    operator.open_first_result(page.get_by_role("link", name=grouped(reference)))
    heading(page, grouped(reference))


def grouped(reference: str) -> str:
    return f"{reference[:4]}-{reference[4:]}"


def row(page: Page, table: str, text: str) -> str:
    """The text of a row of a table."""
    return page.get_by_role("table", name=table).get_by_role("row").filter(has_text=text).first.inner_text()


@both
def test_a_lost_ticket_is_sent_and_printed_again(
    open_as: OpenAs, demo_site: DemoSite, operator: Operator
) -> None:
    email = f"lost-{operator.__name__.lower()}@example.org"
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9", email=email, name="Lotte Lost")
    reference = demo_site.reference(secret)
    with under_a_minute():
        person = operator(open_as("/staff/orders", "cashier"))
        page = person.page
        find(person, email, reference)
        send = page.get_by_role("button", name="Send again")
        place = send.bounding_box()
        person.press(send)
        expect(page.get_by_text("Not sent: the site has no mail server.")).to_be_visible()
        assert send.bounding_box() == place, "the button stays under the pointer"
        expect(page.get_by_role("table", name="Emails").get_by_role("row")).to_have_count(3)
        with page.expect_download() as download:
            person.press(page.get_by_role("button", name="Print again"))
    pages = pypdfium2.PdfDocument(download.value.path())
    assert len(pages) == 2
    assert "COPY" in pages[0].get_textpage().get_text_bounded()
    expect(page.get_by_text("The copy is in your downloads.")).to_be_visible()
    expect(page.get_by_text("Not sent: the site has no mail server.")).to_have_count(0)
    expect(page.get_by_text("Printed a copy: G8 and G9.")).to_be_visible()


@both
@pytest.mark.screens
def test_a_wrong_address_is_corrected(
    open_as: OpenAs, demo_site: DemoSite, database: psycopg.Connection, operator: Operator
) -> None:
    name = f"Wanda Wrong{operator.__name__}"
    secret = demo_site.book(demo_site.schedule_show(), "G8", email="wanda@gmial.com", name=name)
    reference = demo_site.reference(secret)
    with under_a_minute():
        person = operator(open_as("/staff/orders", "cashier"))
        page = person.page
        find(person, name.lower(), reference)
        person.press(page.get_by_role("button", name="Correct address or name"))
        field = page.get_by_label("Email", exact=True)
        expect(field).to_be_focused()
        person.type(field, "wanda@gmail")
        page.keyboard.press("Enter")
        expect(page.get_by_text("This email address isn’t complete.")).to_be_visible()
        person.type(field, "wanda@gmail.com")
        page.keyboard.press("Enter")
        expect(
            page.get_by_role("region", name="Customer").get_by_text(
                "Corrected. Not sent: the site has no mail server."
            )
        ).to_be_visible()
    expect(page.get_by_role("button", name="Correct address or name")).to_be_focused()
    found = database.execute(
        "SELECT email FROM customer JOIN ticket_order ON ticket_order.id = order_id WHERE secret = %s",
        (secret,),
    ).fetchone()
    assert found == ("wanda@gmail.com",)


@both
@pytest.mark.screens
def test_one_seat_is_refunded(open_as: OpenAs, demo_site: DemoSite, operator: Operator) -> None:
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    reference = demo_site.reference(secret)
    with under_a_minute():
        person = operator(open_as("/staff/orders", "cashier"))
        page = person.page
        find(person, grouped(reference).lower(), reference)
        person.press(page.get_by_role("button", name="Refund …"))
        dialog = page.get_by_role("dialog", name="Refund tickets")
        person.tick(dialog.get_by_role("checkbox", name=re.compile("^G9 ")))
        expect(dialog.get_by_text("goes back")).to_contain_text(re.compile(r"^€1\d\.\d\d goes back$"))
        amount = dialog.get_by_text("goes back").inner_text().split()[0]
        person.type(dialog.get_by_label("Reason"), "the customer is ill")
        person.press(dialog.get_by_role("button", name=f"Refund {amount}"))
        expect(dialog).to_be_hidden()
        expect(page.get_by_text("Partly refunded")).to_be_visible()
    assert "Void" in row(page, "Tickets", "G9")
    assert "Valid" in row(page, "Tickets", "G8")
    expect(page.get_by_text(f"Refunded G9: {amount}. Reason: the customer is ill")).to_be_visible()
    # The worker pays it back, and the page shows it without being loaded again.
    refund = page.get_by_role("table", name="Refunds").get_by_role("row").last
    expect(refund).to_contain_text("Paid back")
    expect(refund).to_contain_text("the customer is ill")


@both
def test_a_refused_refund_is_settled_in_cash(
    open_as: OpenAs, demo_site: DemoSite, operator: Operator
) -> None:
    secret = demo_site.book_with_refused_refund(demo_site.schedule_show(), "G8", "G9")
    reference = demo_site.reference(secret)
    with under_a_minute():
        person = operator(open_as("/staff/", "manager"))
        page = person.page
        refused = page.get_by_role("listitem").filter(has_text="The payment provider refused")
        person.press(refused.get_by_role("link", name="Open the list"))
        heading(page, "Orders")
        person.press(page.get_by_role("link", name=grouped(reference)))
        heading(page, grouped(reference))
        expect(page.get_by_role("heading", name=re.compile("^Needs attention: €.* owed"))).to_be_visible()
        person.press(page.get_by_role("button", name="Paid in another way …"))
        dialog = page.get_by_role("dialog", name="Record how it was solved")
        expect(dialog.get_by_label("How was it paid?")).to_have_value("cash")
        person.type(dialog.get_by_label("Receipt number"), "17")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        expect(page.get_by_role("heading", name=re.compile("^Needs attention"))).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    refund = page.get_by_role("table", name="Refunds").get_by_role("row").last
    expect(refund).to_contain_text("Settled by staff")
    expect(refund).to_contain_text("Paid back in cash, receipt 17")


@pytest.mark.screens
def test_the_limit_and_a_stale_page(
    open_as: OpenAs, demo_site: DemoSite, database: psycopg.Connection
) -> None:
    """A cashier above the limit is told who must approve it. A page that is out of date changes nothing."""
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    address = f"/staff/orders/{demo_site.reference(secret)}"
    with refund_limit(database, demo_site, "20.00"):
        cashier, manager = open_as(address, "cashier"), open_as(address, "manager")
        cashier.get_by_role("button", name="Refund …").click()
        dialog = cashier.get_by_role("dialog")
        dialog.get_by_role("button", name="Refund the tickets").click()
        expect(dialog.get_by_text("Choose at least one ticket.")).to_be_visible()
        expect(dialog.get_by_text("Enter a reason.")).to_be_visible()
        dialog.get_by_role("checkbox", name="All 2 tickets").check()
        expect(dialog.get_by_text("This is above your limit of €20.00")).to_contain_text(
            "A manager or an owner of the cinema must approve it"
        )
        check(cashier)

        manager.get_by_role("button", name="Correct address or name").click()
        dialog.get_by_role("checkbox", name=re.compile("^G8 ")).uncheck()
        dialog.get_by_label("Reason").fill("ill")
        dialog.get_by_role("button", name=re.compile("^Refund €")).click()
        expect(cashier.get_by_text("Partly refunded")).to_be_visible()
        manager.get_by_label("Name").fill("Ada King")
        manager.get_by_role("button", name="Correct", exact=True).click()
        expect(manager.get_by_role("alert").filter(has_text="Another person has changed")).to_be_visible()
        expect(manager.get_by_text("Partly refunded")).to_be_visible()
        check(manager)
        expect(manager.get_by_label("Name")).to_have_value("Ada King")
        manager.get_by_role("button", name="Correct", exact=True).click()
        expect(manager.get_by_role("region", name="Customer")).to_contain_text("Ada King")


@both
def test_a_refund_above_the_limit_is_approved_on_the_spot(
    open_as: OpenAs, live_app: LiveApp, demo_site: DemoSite, database: psycopg.Connection, operator: Operator
) -> None:
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    reference = demo_site.reference(secret)
    with refund_limit(database, demo_site, "20.00"):
        person = operator(open_as(f"/staff/orders/{reference}", "cashier"))
        page = person.page
        set_pin(live_app)
        remove_passkeys(database)
        button, dialog = ask_for_refund(person)
        press_refund = dialog.get_by_role("button", name=re.compile("^Refund €"))
        person.press(press_refund)
        approval = page.get_by_role("dialog", name="Approval needed")
        expect(approval.get_by_text(re.compile(r"^Refund €2\d\.\d\d of"))).to_contain_text(grouped(reference))
        expect(approval.get_by_role("option")).to_have_text(["Max Winter"])
        expect(approval.get_by_label("Who approves it")).to_be_focused()
        check(page)
        page.keyboard.press("Escape")
        expect(approval).to_be_hidden()
        expect(press_refund).to_be_focused()
        person.press(press_refund)
        person.type(approval.get_by_label("Approval PIN of this person"), "000000")
        page.keyboard.press("Enter")
        expect(approval.get_by_text("The PIN or the passkey is wrong")).to_be_visible()
        check(page)
        person.type(approval.get_by_label("Approval PIN of this person"), PIN)
        person.press(approval.get_by_role("button", name="Approve"))
        expect(approval).to_be_hidden()
        expect(dialog).to_be_hidden()
    history = page.get_by_role("region", name="History").get_by_role("listitem")
    refunded = history.filter(has_text="Refunded G8 and G9")
    expect(refunded).to_contain_text("Reason: the projector failed")
    expect(refunded).to_contain_text("Dora Klein, approved by Max Winter")
    # Nothing is left to refund, so the button that had the focus is gone.
    expect(button).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


@pytest.mark.screens
def test_a_refund_is_approved_by_passkey(
    open_as: OpenAs, live_app: LiveApp, demo_site: DemoSite, database: psycopg.Connection
) -> None:
    """An owner has a passkey that the cashier's computer can use, such as one on a phone."""
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    with refund_limit(database, demo_site, "20.00"):
        page = open_as("/staff/", "cashier")
        add_authenticator(page)
        open_as_owner(page, live_app, "Kai", "/staff/your-sign-in")
        passkeys = page.get_by_role("region", name="Passkeys")
        passkeys.get_by_label("Name of the passkey").fill("Phone")
        passkeys.get_by_label("Your password").fill(PASSWORD)
        page.keyboard.press("Enter")
        heading(page, "Keep your recovery codes")
        sign_in(page.context, live_app, "cashier")
        page.goto(f"/staff/orders/{demo_site.reference(secret)}")
        _, dialog = ask_for_refund(Mouse(page))
        dialog.get_by_role("button", name=re.compile("^Refund €")).click()
        approval = page.get_by_role("dialog", name="Approval needed")
        approval.get_by_label("Who approves it").select_option("Kai Lind")
        expect(approval.get_by_label("Approval PIN of this person")).to_have_count(0)
        check(page)
        approval.get_by_role("button", name="Use a passkey").click()
        expect(dialog).to_be_hidden()
    history = page.get_by_role("region", name="History").get_by_role("listitem")
    expect(history.filter(has_text="Refunded G8 and G9")).to_contain_text("Dora Klein, approved by Kai Lind")


@pytest.mark.screens
def test_why_an_approval_fails(
    open_as: OpenAs, live_app: LiveApp, demo_site: DemoSite, database: psycopg.Connection
) -> None:
    """Nobody has a PIN; it is locked; the approval took too long; a door admits a ticket meanwhile."""
    secret = demo_site.book(demo_site.schedule_show(), "G8", "G9")
    page = open_as(f"/staff/orders/{demo_site.reference(secret)}", "cashier")
    approval = page.get_by_role("dialog", name="Approval needed")
    with refund_limit(database, demo_site, "20.00"):
        remove_passkeys(database)
        database.execute("DELETE FROM approval_pin")
        _, dialog = ask_for_refund(Mouse(page))
        refund = dialog.get_by_role("button", name=re.compile("^Refund €"))
        refund.click()
        expect(
            approval.get_by_text("Nobody who may approve this has an approval PIN or a passkey.")
        ).to_be_visible()
        check(page)
        approval.get_by_role("button", name="Cancel").click()
        set_pin(live_app)
        database.execute("UPDATE approval_pin SET tries = 5")
        refund.click()
        type_pin(approval)
        expect(approval.get_by_text("This PIN is locked after five wrong tries.")).to_be_visible()
        database.execute("UPDATE approval_pin SET tries = 0")
        ends = "**/api/staff/approvals/"
        page.route(ends, lambda route: expire(route, database))
        type_pin(approval)
        expect(approval).to_be_hidden()
        expect(
            dialog.get_by_text("The approval was used, has expired, or the order has changed.")
        ).to_be_visible()
        page.unroute(ends)
        refund.click()
        expect(approval).to_be_visible()
        expect(dialog.get_by_text("The approval was used")).to_have_count(0)
        # A colleague refunds one of the tickets meanwhile.
        colleague = open_as(page.url, "manager")
        _, other = ask_for_refund(Mouse(colleague), "G8 ")
        other.get_by_role("button", name=re.compile("^Refund €")).click()
        expect(colleague.get_by_text("Partly refunded")).to_be_visible()
        type_pin(approval)
        expect(dialog.get_by_text("Another person has changed this meanwhile")).to_be_visible()
        expect(page.get_by_text("Partly refunded")).to_be_visible()


PIN = "274916"

SET_PIN = f"""
from matinee.staff.approval_pin import set_pin
from matinee.staff.models import User
set_pin(person=User.objects.get(email="max@desk.example"), password="a good long password", pin="{PIN}")
"""


def set_pin(app: LiveApp) -> None:
    """Give the manager of the desk an approval PIN, instead of every other one."""
    session_of(app, "manager")
    app.matinee("manage", "shell", "-c", SET_PIN)


def remove_passkeys(database: psycopg.Connection) -> None:
    """Remove those that other tests have registered, so that their owners approve nothing."""
    database.execute("TRUNCATE django_otp_webauthn_webauthncredential CASCADE")


def ask_for_refund(person: Mouse, seat: str = "All ") -> tuple[Locator, Locator]:
    """Fill the form of a refund in. Returns the button that opens it, and its window."""
    button = person.page.get_by_role("button", name="Refund …")
    person.press(button)
    dialog = person.page.get_by_role("dialog", name="Refund tickets")
    person.tick(dialog.get_by_role("checkbox", name=re.compile(f"^{seat}")))
    person.type(dialog.get_by_label("Reason"), "the projector failed")
    expect(dialog.get_by_text("goes back")).to_be_visible()
    return button, dialog


def type_pin(approval: Locator) -> None:
    """Type the manager's PIN, and approve."""
    approval.get_by_label("Approval PIN of this person").fill(PIN)
    approval.get_by_role("button", name="Approve").click()


def expire(route: Route, database: psycopg.Connection) -> None:
    """Let an approval end before its browser can use it."""
    response = route.fetch()
    database.execute("UPDATE approval SET expires_at = now() - interval '1 second'")
    route.fulfill(response=response)


@contextmanager
def refund_limit(database: psycopg.Connection, demo_site: DemoSite, limit: str) -> Iterator[None]:
    """Limit refunds at the demo's cinemas for the block."""
    before = database.execute("SELECT venue_id, refund_limit FROM venue_terms").fetchall()
    assert before, demo_site
    database.execute("UPDATE venue_terms SET refund_limit = %s", (limit,))
    try:
        yield
    finally:
        for pk, value in before:
            database.execute("UPDATE venue_terms SET refund_limit = %s WHERE venue_id = %s", (value, pk))


@pytest.mark.screens
def test_a_scanned_ticket_code_opens_its_order(
    open_as: OpenAs, demo_site: DemoSite, database: psycopg.Connection
) -> None:
    secret = demo_site.book(demo_site.schedule_show(), "G8")
    code = database.execute(
        "SELECT code FROM ticket JOIN order_line ON ticket_id = ticket.id"
        " JOIN ticket_order ON ticket_order.id = order_id WHERE secret = %s",
        (secret,),
    ).fetchone()
    assert code
    page = open_as("/staff/orders", "cashier")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(code[0])
    page.keyboard.press("Enter")
    heading(page, grouped(demo_site.reference(secret)))
    check(page)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value(code[0])
    page.get_by_role("searchbox").fill("nobody at all")
    expect(page.get_by_text("No order fits “nobody at all”.")).to_be_visible()
    check(page)


def test_the_list_of_a_show_is_printed_by_name(open_as: OpenAs, demo_site: DemoSite) -> None:
    show_id = demo_site.schedule_show()
    demo_site.book(show_id, "G8", name="Zoe Zander")
    demo_site.book(show_id, "G9", name="Äneas Adler")
    page = open_as(f"/staff/shows/{show_id}/attendees", "cashier")
    rows = page.get_by_role("table").get_by_role("rowheader")
    expect(rows).to_have_text(["G8", "G9"])
    check(page)
    page.get_by_role("button", name="By name").click()
    expect(rows).to_have_text(["Äneas Adler", "Zoe Zander"])
    (printed,) = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = printed.get_textpage().get_text_bounded()
    assert text.index("Äneas Adler") < text.index("Zoe Zander")
    assert "Print the list" not in text
    assert "Today" not in text


@pytest.mark.screens
def test_accounts_read_orders_and_change_nothing(open_as: OpenAs, demo_site: DemoSite) -> None:
    secret = demo_site.book_with_refused_refund(demo_site.schedule_show(), "G8")
    page = open_as(f"/staff/orders/{demo_site.reference(secret)}", "accounts")
    expect(page.get_by_text("A manager or an owner of the cinema can settle this.")).to_be_visible()
    buttons = page.get_by_role("main").get_by_role("button")
    expect(buttons).to_have_count(0)


@pytest.mark.screens
def test_a_steward_sees_shows_but_no_orders(open_as: OpenAs) -> None:
    page = open_as("/staff/", "steward")
    heading(page, "Today")
    expect(page.get_by_text(re.compile(r"\d+ of \d+ sold")).first).to_be_visible()
    expect(page.get_by_role("link", name="Open the list")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Who comes"))).to_have_count(0)
    for path in ("orders", "orders/ABCD2345", "shows/1/attendees"):
        page.goto(f"/staff/{path}")
        heading(page, "Your role does not include this")


@pytest.mark.screens
def test_today_says_when_it_is_out_of_date(open_as: OpenAs) -> None:
    page = open_as("about:blank", "cashier")
    page.clock.install()
    page.goto("/staff/")
    expect(page.get_by_text(re.compile(r"\d+ of \d+ sold")).first).to_be_visible()
    page.route("**/api/staff/today/", lambda route: route.abort())
    page.clock.run_for(31_000)
    for _ in range(4):
        page.clock.run_for(5_000)
    expect(page.get_by_text("What you see may be out of date.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ of \d+ sold")).first).to_be_visible()
    page.unroute("**/api/staff/today/")
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_text("What you see may be out of date.")).to_be_hidden()


@pytest.mark.screens
def test_the_palette_finds_orders_shows_and_films(open_as: OpenAs, demo_site: DemoSite) -> None:
    secret = demo_site.book(demo_site.schedule_show(), "G8", email="palette@example.org")
    reference = demo_site.reference(secret)
    page = open_as("/staff/", "cashier")
    heading(page, "Today")
    page.keyboard.press("Control+k")
    page.keyboard.type(reference[:5])
    expect(page.get_by_text("A booking is found by its whole number.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Screen, person, order")
    options = page.get_by_role("option")
    page.keyboard.type("dark kni")
    expect(options.filter(has_text="Film, on the website")).to_contain_text("The Dark Knight")
    check(page)
    field.fill("no such thing")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    page.route("**/api/staff/orders/?*", lambda route: route.abort())
    field.fill("palette@example.net")
    expect(page.get_by_text("Orders and films could not be searched.")).to_be_visible()
    page.unroute("**/api/staff/orders/?*")
    field.fill("palette@example.org")
    expect(options).to_contain_text([grouped(reference)])
    page.keyboard.press("Enter")
    heading(page, grouped(reference))
