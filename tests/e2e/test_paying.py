"""Payment in the browser: cards, the bank's challenge, tickets by their link, refunds."""

import re
from io import BytesIO
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.boxes import box
from tests.e2e.checkout_page import CHALLENGED, CODE, DECLINED, open_checkout, pay, pay_button
from tests.e2e.seat_map_page import SeatMapPage
from tests.qr_codes import scanned
from tests.screens.demo_site import DemoSite

SLOW, REQUEST_LOST = "4000 0000 0000 8021", "4000 0000 0000 8013"
"""Test cards: decided after 20 seconds; the request does not reach the provider."""


def scan(image: Locator) -> str:
    """Return the text of the code in an image."""
    (text,) = scanned(Image.open(BytesIO(image.screenshot())))
    return text


def test_another_card_can_be_used_after_a_decline(checkout: Page) -> None:
    pay(checkout, DECLINED)
    message = checkout.get_by_role("alert")
    expect(message).to_contain_text("Your card was declined. You were not charged")
    expect(message).to_contain_text(re.compile(r"still held until \d\d:\d\d"))
    expect(checkout.get_by_text(re.compile(r"^Held for you: \d:\d\d$"))).to_be_visible()

    pay(checkout)
    expect(checkout.get_by_text(CODE)).to_have_count(2)
    expect(checkout.get_by_role("img", name="QR code")).to_have_count(2)


def test_challenge_survives_a_reload_and_is_approved(checkout: Page, show_id: int) -> None:
    pay(checkout, CHALLENGED)
    approve = checkout.get_by_role("button", name="Approve")
    expect(approve).to_be_visible()

    SeatMapPage(checkout).open(show_id)
    expect(checkout.get_by_text("Your seats are being paid for.")).to_be_visible()
    checkout.get_by_role("link", name="Go to the payment").click()
    checkout.reload()
    approve.click()
    expect(checkout.get_by_text(CODE)).to_have_count(2)
    expect(checkout.get_by_role("heading", level=1)).to_be_focused()


def test_failed_challenge_returns_to_the_held_seats(checkout: Page) -> None:
    pay(checkout, CHALLENGED)
    checkout.get_by_role("button", name="Refuse").click()
    expect(checkout.get_by_text(re.compile("^Your bank couldn.t confirm that it was you"))).to_be_visible()
    checkout.get_by_role("link", name="Try another card").click()
    pay(checkout)
    expect(checkout.get_by_text(CODE)).to_have_count(2)


@pytest.mark.screens
def test_phone_in_landscape_keeps_pay_and_the_code_in_view(checkout: Page) -> None:
    checkout.set_viewport_size({"width": 740, "height": 360})
    expect(checkout.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(pay_button(checkout)).to_be_in_viewport(ratio=1)
    expect(checkout.get_by_text(re.compile(r"^Held for you: \d:\d\d$"))).to_be_in_viewport(ratio=1)
    expect(checkout.get_by_text("Free cancellation until")).to_be_in_viewport(ratio=1)
    pay(checkout, DECLINED)
    message = checkout.get_by_text("Your card was declined. You were not charged")
    expect(message).to_be_in_viewport(ratio=1)
    terms = box(checkout.get_by_text("Free cancellation until"))
    assert box(message)["bottom"] <= terms["y"]
    assert terms["bottom"] <= box(pay_button(checkout))["y"]
    expect(checkout.get_by_label("Card number")).to_be_focused()
    pay(checkout)
    expect(checkout.get_by_role("img", name="QR code for row F seat 8")).to_be_in_viewport(ratio=1)
    expect(checkout.get_by_text(CODE).first).to_be_in_viewport(ratio=1)


@pytest.mark.screens
@pytest.mark.parametrize(("width", "height"), [(360, 740), (740, 360)])
def test_phone_in_german_shows_the_address_at_once_and_a_low_bar(
    page: Page, demo_site: DemoSite, width: int, height: int
) -> None:
    seat_map = SeatMapPage(page)
    # Its title has one line.
    seat_map.open(demo_site.schedule_show(film="The Dark Knight", share_sold=0))
    checkout = open_checkout(seat_map)
    checkout.set_viewport_size({"width": width, "height": height})
    checkout.context.add_cookies([{"name": "language", "value": "de", "url": checkout.url}])
    checkout.reload()
    email = checkout.get_by_label("E-Mail")
    expect(email).to_be_in_viewport(ratio=1)
    field, clock = box(email), box(checkout.get_by_text(re.compile("^Reserviert: ")))
    button = box(checkout.get_by_role("button", name=re.compile("^Bezahlen · ")))
    assert field["bottom"] <= min(clock["y"], button["y"])
    assert clock["y"] < button["bottom"]
    assert button["y"] < clock["bottom"]
    select = checkout.get_by_label("Ticket für Reihe F Platz 8")
    assert select.evaluate(TEXT_FITS)


@pytest.mark.screens
def test_more_seats_leave_the_codes_of_a_ticket_in_view(checkout: Page, show_id: int) -> None:
    pay(checkout)
    checkout.wait_for_url("**/ticket/*")
    ticket = checkout.url
    seat_map = SeatMapPage(checkout)
    seat_map.open(show_id)
    seat_map.hold("C6")
    checkout.set_viewport_size({"width": 360, "height": 740})
    checkout.goto(ticket)
    badge = checkout.get_by_role("link", name=re.compile(r"^1 seat held · \d:\d\d$"))
    expect(badge).to_be_in_viewport(ratio=1)
    expect(checkout.get_by_role("img", name="QR code for row F seat 8")).to_be_in_viewport(ratio=1)
    expect(checkout.get_by_text(CODE).first).to_be_in_viewport(ratio=1)
    assert box(badge)["y"] < 56


TEXT_FITS = """
select => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.font = font;
    const text = canvas.measureText(select.selectedOptions[0].text).width;
    const arrow = 20;
    return text + arrow + parseFloat(paddingLeft) + parseFloat(paddingRight) <= select.clientWidth;
}
"""


def test_hint_at_a_mistyped_address_is_above_the_bar(checkout: Page) -> None:
    checkout.set_viewport_size({"width": 360, "height": 740})
    field = checkout.get_by_label("Email")
    bar = checkout.get_by_text(re.compile("^Held for you: "))
    field.fill("ada@gmial.com")
    checkout.evaluate("distance => scrollBy(0, distance)", box(field)["bottom"] - box(bar)["y"])
    field.blur()
    hint = box(checkout.get_by_role("button", name="Did you mean ada@gmail.com?"))
    assert hint["bottom"] <= box(bar)["y"]


def test_tickets_open_by_their_link_and_offline(checkout: Page, browser: Browser) -> None:
    pay(checkout)
    checkout.wait_for_url("**/ticket/*")
    link = checkout.url

    with browser.new_context() as elsewhere:
        page = elsewhere.new_page()
        page.goto(link)
        image = page.get_by_role("img", name="QR code for row F seat 8")
        expect(image).to_be_visible()
        order = page.request.get(link.replace("/ticket/", "/api/orders/") + "/").json()
        assert scan(image) == order["tickets"][0]["code"]
        expect(page.get_by_text(CODE)).to_have_count(2)
        page.route("**/api/orders/*/?lang=*", lambda route: route.abort())
        page.reload()
        expect(page.get_by_text(CODE)).to_have_count(2)
        expect(page.get_by_text("as this browser saw it last")).to_be_visible()


@pytest.mark.parametrize(("name", "begins"), [("Tickets as PDF", b"%PDF-"), ("calendar", b"BEGIN:VCALENDAR")])
def test_tickets_and_calendar_can_be_downloaded(checkout: Page, name: str, begins: bytes) -> None:
    pay(checkout)
    with checkout.expect_download() as download:
        checkout.get_by_role("link", name=name).click()
    assert download.value.path().read_bytes().startswith(begins)


def test_refunded_ticket_frees_its_seat(checkout: Page, show_id: int, browser: Browser) -> None:
    pay(checkout)
    checkout.get_by_role("button", name="Cancel and refund").click()
    dialog = checkout.get_by_role("dialog", name="Cancel and refund?")
    dialog.get_by_role("checkbox", name=re.compile("^F8 ")).uncheck()
    dialog.get_by_role("button", name=re.compile("^Cancel and refund · ")).click()
    expect(dialog).not_to_be_visible()
    expect(checkout.get_by_text("Cancelled: no longer valid")).to_be_visible()
    expect(checkout.get_by_text(CODE)).to_have_count(1)

    with browser.new_context(base_url=checkout.url) as elsewhere:
        seats = SeatMapPage(elsewhere.new_page())
        seats.open(show_id)
        expect(seats.seat("F9")).to_have_accessible_name(re.compile("available$"))
        expect(seats.seat("F8")).to_have_accessible_name(re.compile("taken$"))


PASSING = "document.getAnimations().filter(one => one.animationName?.includes('pass')).length"


@pytest.mark.screens
@pytest.mark.parametrize(("motion", "bars"), [("no-preference", 1), ("reduce", 0)])
def test_a_bar_moves_while_the_bank_decides_except_with_reduced_motion(
    checkout: Page, motion: Literal["no-preference", "reduce"], bars: int
) -> None:
    checkout.emulate_media(reduced_motion=motion)
    pay(checkout, SLOW)
    expect(checkout.get_by_text("We are waiting for your bank")).to_be_visible()
    assert checkout.evaluate(PASSING) == bars


def test_a_payment_that_the_bank_never_got_is_not_called_declined(checkout: Page) -> None:
    pay(checkout, REQUEST_LOST)
    expect(checkout.get_by_role("heading", name="Payment not completed")).to_be_visible()
    expect(checkout.get_by_text("The payment did not reach your bank. You were not charged.")).to_be_visible()
    expect(checkout.get_by_text("declined")).to_have_count(0)
    checkout.get_by_role("link", name="Try again").click()
    pay(checkout)
    expect(checkout.get_by_text(CODE)).to_have_count(2)
