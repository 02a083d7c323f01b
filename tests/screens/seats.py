"""States of the seat map."""

import re
from datetime import timedelta

from playwright.sync_api import Page, Route, expect

from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import DemoSite
from tests.screens.network import abort_requests, abort_without_retry_delay, never_respond


def free(page: Page, demo_site: DemoSite) -> None:
    """Seats: no seat selected"""
    _open(page, demo_site.schedule_show())


def loading(page: Page, demo_site: DemoSite) -> None:
    """Seats: loading"""
    never_respond(page, "**/api/hall-layout/**")
    page.goto(f"/show/{demo_site.schedule_show()}")
    page.get_by_text("Loading the hall").wait_for()


def error(page: Page, demo_site: DemoSite) -> None:
    """Seats: server not reachable"""
    abort_without_retry_delay(page, "**/api/hall-layout/**")
    page.goto(f"/show/{demo_site.schedule_show()}")
    page.get_by_role("button", name="Retry").wait_for()


def not_found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Seats: show not found"""
    page.goto("/show/999999999")
    page.get_by_role("heading", name="This show is no longer listed").wait_for()


def held(page: Page, demo_site: DemoSite) -> None:
    """Seats: two seats held"""
    hold(page, demo_site)


def lost_race(page: Page, demo_site: DemoSite) -> None:
    """Seats: seat taken by another client"""
    show_id = hold(page, demo_site, "G8")

    def sell_first(route: Route) -> None:
        demo_site.sell(show_id, "G9")
        route.continue_()

    page.route("**/api/lock-seat/", sell_first)
    SeatMapPage(page).seat("G9").click()
    page.get_by_text("G9 was just taken").wait_for()


def expired(page: Page, demo_site: DemoSite) -> None:
    """Seats: hold expired"""
    demo_site.set_time_left(hold(page, demo_site), -1)
    page.get_by_text("Your seats were released").wait_for()


def sold_out(page: Page, demo_site: DemoSite) -> None:
    """Seats: sold out"""
    show_id = demo_site.schedule_show()
    demo_site.sell_out(show_id)
    _open(page, show_id)
    page.get_by_text("This show is sold out").wait_for()
    page.get_by_role("link", name=re.compile(r"\d\d:\d\d · ")).first.wait_for()


def not_on_sale(page: Page, demo_site: DemoSite) -> None:
    """Seats: sales not open yet"""
    show_id = demo_site.schedule_show(share_sold=0, sales_open="at - interval '7 days 10 hours'")
    page.goto(f"/show/{show_id}")
    page.get_by_text("Tickets go on sale").wait_for()


def cancelled(page: Page, demo_site: DemoSite) -> None:
    """Seats: show cancelled"""
    page.goto(f"/show/{demo_site.schedule_show(status='CANCELLED')}")
    page.get_by_text("This show was cancelled").wait_for()


def paused(page: Page, demo_site: DemoSite) -> None:
    """Seats: live updates paused"""
    abort_requests(page, "**/events/")
    _open(page, demo_site.schedule_show())
    page.get_by_text("Updates paused").wait_for()


def best_together(page: Page, demo_site: DemoSite) -> None:
    """Seats: four best seats together"""
    _open(page, demo_site.schedule_show())
    for _ in range(2):
        page.get_by_role("button", name="One person more").click()
    page.get_by_role("button", name="Best together").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(4)


def as_list(page: Page, demo_site: DemoSite) -> None:
    """Seats: selected from the list"""
    _open(page, demo_site.schedule_show())
    page.get_by_role("button", name="List", exact=True).click()
    page.get_by_role("region", name="Choose from a list").get_by_text("Row G").click()
    page.get_by_role("region", name="Choose from a list").get_by_role("checkbox").first.click()
    page.get_by_role("link", name="Continue").wait_for()


def sections(page: Page, demo_site: DemoSite) -> None:
    """Seats: sections of a hall with 3,168 seats"""
    page.goto(f"/show/{demo_site.schedule_show(hall=demo_site.large_hall, share_sold=0.2)}")
    page.get_by_role("navigation", name="Sections of the hall").get_by_role("button").first.wait_for()


def section(page: Page, demo_site: DemoSite) -> None:
    """Seats: one section of a large hall"""
    sections(page, demo_site)
    page.get_by_role("navigation", name="Sections of the hall").get_by_role("button").nth(1).click()
    page.get_by_role("checkbox").first.wait_for()


def wide_hall(page: Page, demo_site: DemoSite) -> None:
    """Seats: rows of 26 seats, 28 seat widths wide"""
    _open(page, demo_site.schedule_show(hall="Grand Auditorium", share_sold=0.5))


def started(page: Page, demo_site: DemoSite) -> None:
    """Seats: the advertisements have begun"""
    show_id = demo_site.schedule_show()
    (starts_at,) = demo_site.database.execute(
        "SELECT starts_at FROM show WHERE id = %s", (show_id,)
    ).fetchone() or (None,)
    assert starts_at

    def later(route: Route) -> None:
        config = route.fetch().json()
        route.fulfill(json={**config, "server_time": (starts_at + timedelta(minutes=5)).isoformat()})

    page.route("**/api/config/", later)
    _open(page, show_id)
    page.get_by_text("started").wait_for()


def shared(page: Page, demo_site: DemoSite) -> None:
    """Seats: a link shows where the group sits"""
    show_id = demo_site.schedule_show()
    demo_site.sell(show_id, "G8", "G9")
    page.goto(f"/show/{show_id}?seats=G8,G9,G10")
    page.get_by_text("Your group’s seats").wait_for()
    page.locator("[data-shared]").first.wait_for()


def held_elsewhere(page: Page, demo_site: DemoSite) -> None:
    """Seats: two are held for another show"""
    hold(page, demo_site)
    seat_map = _open(page, demo_site.schedule_show(hall="Grand Auditorium"))
    seat_map.seat("E10").click()
    page.get_by_role("button", name="Swap to this show").wait_for()


def hold(page: Page, demo_site: DemoSite, *names: str) -> int:
    """Schedule a show and hold seats of it: the named seats, or two. Return the id of the show."""
    show_id = demo_site.schedule_show()
    seat_map = _open(page, show_id)
    for name in names or ("G8", "G9"):
        seat_map.hold(name)
    return show_id


def _open(page: Page, show_id: int) -> SeatMapPage:
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    return seat_map
