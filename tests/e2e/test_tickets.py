"""Tickets offline, printed and by a mailed link, and the checkout when time runs out."""

import re
import time
from io import BytesIO

import psycopg
import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkout_page import CODE, DECLINED, pay, pay_button
from tests.e2e.seat_map_page import SeatMapPage
from tests.qr_codes import qr_codes, scanned
from tests.screens.demo_site import set_time_left

OFFLINE = re.compile("^You.re offline.")

CM = 72 / 2.54
"""In PDF points."""


@pytest.fixture
def tickets(checkout: Page) -> Page:
    """The ticket page with two tickets."""
    pay(checkout)
    expect(checkout.get_by_role("img", name="QR code")).to_have_count(2)
    return checkout


def edges(locator: Locator) -> tuple[float, float, float]:
    """Return the left, right and lower edge."""
    box = locator.bounding_box()
    assert box
    return box["x"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.screens
def test_wide_windows_have_two_columns(checkout: Page) -> None:
    checkout.set_viewport_size({"width": 768, "height": 1024})
    _, right, _ = edges(checkout.get_by_role("link", name="Change seats"))
    left, _, bottom = edges(pay_button(checkout))
    assert right < left
    assert bottom <= 1024
    pay(checkout)
    checkout.set_viewport_size({"width": 1440, "height": 900})
    _, right, _ = edges(checkout.get_by_role("list", name="Tickets"))
    left, _, bottom = edges(checkout.get_by_role("button", name="Cancel and refund"))
    assert right < left
    assert bottom <= 900
    checkout.goto("/find")
    _, right, _ = edges(checkout.get_by_role("region", name="On this device"))
    left, _, _ = edges(checkout.get_by_role("heading", name="Find a booking"))
    assert right < left


def codes_of(page: Page) -> set[str]:
    """Return the ticket codes from the API."""
    order = page.request.get(page.url.replace("/ticket/", "/api/orders/") + "/").json()
    return {ticket["code"] for ticket in order["tickets"]}


def wait_until_cached(page: Page) -> None:
    """Wait until the service worker, which loads after the page, has cached the app."""
    page.evaluate("navigator.serviceWorker.ready.then(ready => ready.active !== null)")


def test_tickets_open_offline(tickets: Page) -> None:
    codes = codes_of(tickets)
    wait_until_cached(tickets)
    tickets.context.set_offline(True)
    tickets.reload()
    expect(tickets.get_by_text(OFFLINE)).to_be_visible()
    expect(tickets.get_by_text(CODE)).to_have_count(2)
    images = tickets.get_by_role("img", name="QR code")
    expect(images).to_have_count(2)
    screenshots = [Image.open(BytesIO(image.screenshot())) for image in images.all()]
    assert {code for image in screenshots for code in scanned(image)} == codes

    # From the home screen or a bookmark, in a new window.
    another = tickets.context.new_page()
    another.goto("/find")
    another.get_by_role("region", name="On this device").get_by_role("link").click()
    expect(another.get_by_text(CODE)).to_have_count(2)

    another.goto("/ticket/never-seen-here")
    expect(another.get_by_text(re.compile("this browser hasn.t seen this booking before"))).to_be_visible()
    tickets.context.set_offline(False)
    expect(another.get_by_role("heading", name="Tickets not found")).to_be_visible()


def test_cache_has_the_app_and_no_booking_data(tickets: Page) -> None:
    wait_until_cached(tickets)
    tickets.reload()
    expect(tickets.get_by_role("img", name="QR code")).to_have_count(2)
    cached = tickets.evaluate(
        "caches.keys()"
        ".then(names => Promise.all(names.map(async name => (await (await caches.open(name)).keys())"
        ".map(request => new URL(request.url).pathname))))"
    )
    (paths,) = cached
    pages = [path for path in paths if not path.startswith("/static/app/assets/")]
    assert pages == ["/checkout"]


@pytest.mark.screens
def test_online_pages_are_loaded_from_the_network(tickets: Page) -> None:
    wait_until_cached(tickets)
    tickets.reload()
    assert tickets.evaluate("navigator.serviceWorker.controller !== null")
    response = tickets.goto("/nowhere")
    assert response is not None
    assert response.status == 404
    expect(tickets.get_by_role("heading", name="Page not found")).to_be_visible()


def test_service_worker_is_never_cached() -> None:
    response = Client().get("/sw.js")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    text = response.content.decode()
    entry = re.search(r'const ENTRY = "([^"]+)"', text)
    assert entry is not None
    assert entry[1] in Client().get("/checkout").content.decode()


@pytest.mark.screens
def test_printed_tickets_are_two_on_a_page_with_scannable_codes(tickets: Page) -> None:
    codes = codes_of(tickets)
    tickets.emulate_media(color_scheme="dark")
    document = pypdfium2.PdfDocument(tickets.pdf(format="A4"))
    (printed,) = document
    text = printed.get_textpage().get_text_bounded()
    assert "Cancel and refund" not in text
    # The link to the other language. "English" may be the language of the film.
    assert "Deutsch" not in text
    scale = 200 / 72
    found = qr_codes(printed.render(scale=scale).to_pil())
    assert {code.text for code in found} == codes
    heights = [(code.position.bottom_left.y - code.position.top_left.y) / scale / CM for code in found]
    assert min(heights) >= 3
    tops = sorted(code.position.top_left.y / scale / printed.get_height() for code in found)
    assert tops[0] < 0.5 < tops[1]


def test_lost_links_are_mailed_without_revealing_whether_there_are_any(
    checkout: Page, browser: Browser, base_url: str, database: psycopg.Connection
) -> None:
    address = f"ada-{time.time_ns()}@example.org"
    pay(checkout, email=address)
    expect(checkout.get_by_role("img", name="QR code")).to_have_count(2)
    order = checkout.request.get(checkout.url.replace("/ticket/", "/api/orders/") + "/").json()
    responses = []
    with browser.new_context(base_url=base_url) as elsewhere:
        page = elsewhere.new_page()
        page.goto("/find")
        expect(page.get_by_role("region", name="On this device")).to_have_count(0)
        for typed in ("nobody@example.org", address.upper()):
            page.reload()
            page.get_by_label("Email").fill(typed)
            page.get_by_role("button", name="Email me the links").click()
            message = page.get_by_role("status").filter(has_text="If there are upcoming bookings")
            expect(message).to_be_visible()
            responses.append(message.inner_text())
    assert responses[0] == responses[1]
    assert responses[0].startswith("If there are upcoming bookings with this address, their links are on")
    assert links_sent(database, order["reference"]) == 1


def test_the_address_is_corrected_after_the_purchase(checkout: Page, database: psycopg.Connection) -> None:
    pay(checkout, email="ada@gmial.com")
    expect(checkout.get_by_text("ada@gmial.com")).to_be_visible()
    checkout.get_by_role("button", name="Wrong address?").click()
    checkout.get_by_label("Email", exact=True).fill("ada@example.org")
    checkout.get_by_role("button", name="Correct and send").click()
    expect(checkout.get_by_text(re.compile("^The tickets are on their way"))).to_be_visible()
    expect(checkout.get_by_text("ada@example.org")).to_be_visible()
    row = database.execute(
        "SELECT email FROM customer JOIN ticket_order ON ticket_order.id = order_id WHERE secret = %s",
        (checkout.url.rpartition("/")[2],),
    ).fetchone()
    assert row == ("ada@example.org",)


def test_the_next_purchase_needs_no_typing(checkout: Page, show_id: int) -> None:
    checkout.get_by_label("Remember me on this device").check()
    pay(checkout)
    expect(checkout.get_by_role("img", name="QR code")).to_have_count(2)
    again = SeatMapPage(checkout.context.new_page())
    again.open(show_id)
    again.hold("F10")
    again.page.get_by_role("link", name="Continue").click()
    again.page.get_by_label("Card number").wait_for()
    expect(again.page.get_by_label("Email")).to_have_value("ada@example.org")
    pay_button(again.page).click()
    expect(again.page.get_by_text(CODE)).to_have_count(1)

    again.page.get_by_role("banner").get_by_role("link", name="My bookings").click()
    expect(again.page.get_by_role("region", name="On this device").get_by_role("link")).to_have_count(2)
    again.page.get_by_role("button", name="Forget me").click()
    expect(again.page.get_by_role("button", name="Forget me")).to_have_count(0)
    again.page.reload()
    expect(again.page.get_by_label("Email")).to_have_value("")


def links_sent(database: psycopg.Connection, reference: str, timeout: float = 30) -> int:
    """Wait for an order's link emails and return their number."""
    deadline = time.monotonic() + timeout
    while True:
        row = database.execute(
            "SELECT count(*) FROM order_event JOIN ticket_order ON ticket_order.id = order_id"
            " WHERE reference = %s AND type = 'link sent'",
            (reference,),
        ).fetchone()
        assert row is not None
        if row[0] or time.monotonic() > deadline:
            return int(row[0])
        time.sleep(0.1)


def test_email_field_is_labelled_and_kept_after_a_decline(checkout: Page) -> None:
    email = checkout.get_by_label("Email")
    pay_button(checkout).click()
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description(re.compile("^Enter your email address."))
    email.fill("ada@example")
    checkout.get_by_label("Name").focus()
    expect(email).to_have_accessible_description(re.compile("^This email address isn.t complete."))

    pay(checkout, DECLINED)
    expect(checkout.get_by_role("alert")).to_contain_text(
        "You were not charged, and your seats are still held"
    )
    checkout.reload()
    expect(email).to_have_value("ada@example.org")
    checkout.get_by_label("Card number").wait_for()
    pay_button(checkout).click()
    expect(checkout.get_by_text(CODE)).to_have_count(2)


def test_expired_checkout_retries_the_same_seats_and_keeps_input(
    checkout: Page, show_id: int, database: psycopg.Connection, browser: Browser, base_url: str
) -> None:
    checkout.get_by_label("Email").fill("ada@example.org")
    checkout.get_by_label("Ticket for row F seat 8").select_option(index=1)
    chosen = checkout.get_by_label("Ticket for row F seat 8").input_value()
    set_time_left(database, show_id, -1)
    checkout.reload()
    expect(checkout.get_by_text("Your seats were released")).to_be_visible()
    expect(pay_button(checkout)).to_have_count(0)
    with browser.new_context(base_url=base_url) as elsewhere:
        other_client = SeatMapPage(elsewhere.new_page())
        other_client.open(show_id)
        other_client.hold("F9")

    checkout.get_by_role("button", name="Try the same seats").click()
    expect(checkout.get_by_text("F9 was just taken. Nearest free:")).to_be_visible()
    checkout.get_by_role("button", name=re.compile("^Take F8 and ")).click()
    expect(checkout.get_by_label("Email")).to_have_value("ada@example.org")
    expect(checkout.get_by_label("Ticket for row F seat 8")).to_have_value(chosen)
    pay_button(checkout).click()
    expect(checkout.get_by_text(CODE)).to_have_count(2)


def test_extension_is_offered_in_place_during_card_input(
    checkout: Page, show_id: int, database: psycopg.Connection
) -> None:
    set_time_left(database, show_id, 66)
    checkout.reload()
    card = checkout.get_by_label("Card number")
    card.focus()
    more = checkout.get_by_role("button", name="Hold them for another 5 minutes")
    expect(more).to_be_visible()
    expect(checkout.get_by_role("dialog")).to_have_count(0)
    expect(card).to_be_focused()
    more.click()
    expect(more).to_have_count(0)
    expect(checkout.get_by_text(re.compile(r"^Held for you: [45]:\d\d$"))).to_be_visible()


def test_seats_changed_in_another_tab_are_shown(checkout: Page, show_id: int) -> None:
    other = SeatMapPage(checkout.context.new_page())
    other.open(show_id)
    other.hold("F10")
    expect(checkout.get_by_text("Your seats were changed in another tab.")).to_be_visible()
    expect(checkout.get_by_role("list", name="Your seats").get_by_role("listitem")).to_have_count(3)
    checkout.get_by_role("button", name="OK").click()
    expect(checkout.get_by_text("Your seats were changed in another tab.")).to_have_count(0)


def test_offline_checkout_shows_it_and_continues_when_online(checkout: Page) -> None:
    checkout.context.set_offline(True)
    expect(checkout.get_by_text("Your seats stay held while the clock runs")).to_be_visible()
    checkout.context.set_offline(False)
    expect(checkout.get_by_text(OFFLINE)).to_have_count(0)
    pay(checkout)
    expect(checkout.get_by_text(CODE)).to_have_count(2)
