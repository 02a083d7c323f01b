"""Booking in the browser: concurrent clients, holds and their expiry, lost responses."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.checkout_page import CODE, pay, pay_button
from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import set_time_left


def count_tickets(database: psycopg.Connection, show_id: int) -> int:
    row = database.execute("SELECT count(*) FROM ticket WHERE show_id = %s", (show_id,)).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def new_page(browser: Browser, base_url: str) -> Iterator[Callable[[], Page]]:
    """Return a function that opens a page in a separate browser context."""
    contexts = []

    def open_one() -> Page:
        context = browser.new_context(base_url=base_url)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_seat_that_two_browsers_select_is_held_once(
    new_page: Callable[[], Page], show_id: int, database: psycopg.Connection
) -> None:
    first, second = SeatMapPage(new_page()), SeatMapPage(new_page())
    first.open(show_id)
    # The second browser selects the seat before the live update arrives.
    for address in ("**/events/", "**/availability/"):
        second.page.route(address, lambda route: route.abort())
    second.open(show_id)

    first.hold("G8")
    second.seat("G8").click()

    message = second.page.get_by_text("G8 was just taken. Nearest together:")
    expect(message).to_be_visible()
    expect(second.seat("G8")).to_have_attribute("aria-disabled", "true")
    together, take = second.page.get_by_role("button", name=re.compile("^Take ")).all()
    assert together.inner_text().removeprefix("Take ") in message.inner_text()
    alternative = take.inner_text().removeprefix("Take ")

    take.click()
    expect(second.seat(alternative)).to_have_attribute("data-s", "mine")
    second.page.unroute_all()
    first.page.get_by_role("link", name="Continue").click()
    pay(first.page)
    expect(first.page.get_by_text(CODE)).to_be_visible()
    expect(second.seat("G8")).to_have_accessible_name(re.compile(r"taken$"))
    assert count_tickets(database, show_id) == 1


def test_reload_second_tab_and_back_button_keep_the_hold(seat_map: SeatMapPage, show_id: int) -> None:
    page = seat_map.page
    seat_map.hold("C6")
    seat_map.hold("C7")

    page.reload()
    expect(seat_map.seat("C6")).to_be_checked()
    expect(seat_map.seat("C7")).to_be_checked()
    expect(page.get_by_text(re.compile(r"^[45]:\d\d$"))).to_be_visible()

    second_tab = SeatMapPage(page.context.new_page())
    second_tab.open(show_id)
    expect(second_tab.seat("C7")).to_be_checked()
    second_tab.hold("C8")
    expect(seat_map.seat("C8")).to_be_checked()

    page.get_by_role("link", name=re.compile("^What.s on$")).click()
    expect(page.get_by_role("link", name=re.compile(r"^3 seats held · \d:\d\d$"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)


def test_second_tap_releases_an_own_seat(seat_map: SeatMapPage) -> None:
    seat_map.hold("D9")
    seat_map.hold("D10")
    seat_map.seat("D9").click()
    expect(seat_map.seat("D9")).to_have_accessible_name(re.compile("available$"))
    expect(seat_map.seat("D10")).to_be_checked()
    seat_map.seat("D10").click()
    expect(seat_map.page.get_by_text("Choose a seat to hold it for 5 minutes.")).to_be_visible()


def test_extension_is_offered_a_minute_before_expiry(
    seat_map: SeatMapPage, show_id: int, database: psycopg.Connection
) -> None:
    page = seat_map.page
    seat_map.hold("E9")
    set_time_left(database, show_id, 50)
    page.goto("/checkout")
    dialog = page.get_by_role("dialog", name="Need more time?")
    dialog.get_by_role("button", name="Hold them for another 5 minutes").click()
    expect(dialog).not_to_be_visible()
    expect(page.get_by_text(re.compile(r"^Held for you: [45]:\d\d$"))).to_be_visible()


def test_expired_hold_is_shown_and_can_be_retried(
    seat_map: SeatMapPage, show_id: int, database: psycopg.Connection
) -> None:
    seat_map.hold("H10")
    set_time_left(database, show_id, -1)
    expect(seat_map.page.get_by_text("Your seats were released")).to_be_visible()
    expect(seat_map.seat("H10")).not_to_be_checked()
    seat_map.page.get_by_role("button", name="Try the same seats").click()
    expect(seat_map.seat("H10")).to_be_checked()
    expect(seat_map.page.get_by_text("Your seats were released")).not_to_be_visible()


def test_form_input_is_kept_after_the_hold_expires(
    seat_map: SeatMapPage, show_id: int, database: psycopg.Connection
) -> None:
    page = seat_map.page
    seat_map.hold("B7")
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Ticket for row B seat 7").select_option(index=1)
    set_time_left(database, show_id, -1)
    pay_button(page).click()
    expect(page.get_by_text("Your seats were released")).to_be_visible()
    page.get_by_role("button", name="Try the same seats").click()
    expect(page.get_by_label("Email")).to_have_value("ada@example.org")
    expect(page.get_by_label("Name")).to_have_value("Ada")
    pay_button(page).click()
    expect(page.get_by_text(CODE)).to_be_visible()
    expect(page.get_by_text(re.compile("^Child"))).to_be_visible()


def test_lost_response_books_once(seat_map: SeatMapPage, show_id: int, database: psycopg.Connection) -> None:
    """The server books, but the response is lost: the same key returns the first order."""
    references: list[str] = []

    def abort_the_first(route: Route) -> None:
        fetched = route.fetch()
        if references:
            route.fulfill(response=fetched)
        else:
            references.append(fetched.json()["order"]["reference"])
            route.abort()

    seat_map.hold("A5")
    page = seat_map.page
    page.route("**/api/book-seat/", abort_the_first)
    page.get_by_role("link", name="Continue").click()
    pay(page)
    expect(page.get_by_text(CODE)).to_be_visible()
    expect(page.get_by_text(references[0], exact=True)).to_be_visible()
    assert count_tickets(database, show_id) == 1
    page.reload()
    expect(page.get_by_text(CODE)).to_be_visible()


def test_reload_recovers_a_lost_response(
    seat_map: SeatMapPage, show_id: int, database: psycopg.Connection
) -> None:
    def book_and_abort(route: Route) -> None:
        route.fetch()
        route.abort()

    seat_map.hold("A6")
    page = seat_map.page
    page.route("**/api/book-seat/", book_and_abort)
    page.get_by_role("link", name="Continue").click()
    pay(page)
    expect(page.get_by_text("nothing is booked or paid twice")).to_be_visible()
    page.unroute_all()
    page.reload()
    expect(page.get_by_text(CODE)).to_be_visible()
    assert count_tickets(database, show_id) == 1
