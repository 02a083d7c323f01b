"""The seats of a show."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import House
from tests.screens.network import fail, fail_at_once, never_answer


def free(page: Page, house: House) -> None:
    """Seats: nothing chosen yet"""
    _open(page, house.put_on())


def loading(page: Page, house: House) -> None:
    """Seats: the hall is on its way"""
    never_answer(page, "**/api/hall-layout/**")
    page.goto(f"/show/{house.put_on()}")
    page.get_by_text("Loading the hall").wait_for()


def error(page: Page, house: House) -> None:
    """Seats: the server can’t be reached"""
    fail_at_once(page, "**/api/hall-layout/**")
    page.goto(f"/show/{house.put_on()}")
    page.get_by_role("button", name="Retry").wait_for()


def gone(page: Page, house: House) -> None:  # noqa: ARG001
    """Seats: there is no such show"""
    page.goto("/show/999999999")
    page.get_by_text("This show doesn’t exist any more").wait_for()


def held(page: Page, house: House) -> None:
    """Seats: two held"""
    hold(page, house)


def lost_race(page: Page, house: House) -> None:
    """Seats: somebody was quicker"""
    show_id = hold(page, house, "G8")

    def be_quicker(route: Route) -> None:
        house.sell(show_id, "G9")
        route.continue_()

    page.route("**/api/lock-seat/", be_quicker)
    SeatMapPage(page).seat("G9").click()
    page.get_by_text("G9 was just taken").wait_for()


def expired(page: Page, house: House) -> None:
    """Seats: the time ran out"""
    house.set_time_left(hold(page, house), -1)
    page.get_by_text("Your seats were released").wait_for()


def sold_out(page: Page, house: House) -> None:
    """Seats: sold out"""
    show_id = house.put_on()
    house.sell_out(show_id)
    _open(page, show_id)
    page.get_by_text("This show is sold out").wait_for()


def not_on_sale(page: Page, house: House) -> None:
    """Seats: sales haven’t begun"""
    _open(page, house.put_on(share_sold=0, sales_open="at - interval '7 days 10 hours'"))
    page.get_by_text("Tickets go on sale").wait_for()


def cancelled(page: Page, house: House) -> None:
    """Seats: the show was called off"""
    _open(page, house.put_on(status="CANCELLED"))
    page.get_by_text("This show was cancelled").wait_for()


def paused(page: Page, house: House) -> None:
    """Seats: the news doesn’t come, and the page says so"""
    fail(page, "**/events/")
    _open(page, house.put_on())
    page.get_by_text("Updates paused").wait_for()


def best_together(page: Page, house: House) -> None:
    """Seats: the best four together, in one tap"""
    _open(page, house.put_on())
    for _ in range(2):
        page.get_by_role("button", name="One person more").click()
    page.get_by_role("button", name="Best together").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(4)


def as_list(page: Page, house: House) -> None:
    """Seats: chosen from a list"""
    _open(page, house.put_on())
    page.get_by_role("button", name="List", exact=True).click()
    page.get_by_role("region", name="Choose from a list").get_by_text("Row G").click()
    page.get_by_role("region", name="Choose from a list").get_by_role("checkbox").first.click()
    page.get_by_role("link", name="Continue").wait_for()


def sections(page: Page, house: House) -> None:
    """Seats: a hall of 3,168 seats by its sections"""
    page.goto(f"/show/{house.put_on(hall=house.arena, share_sold=0.2)}")
    page.get_by_role("navigation", name="Sections of the hall").get_by_role("button").first.wait_for()


def section(page: Page, house: House) -> None:
    """Seats: one section of it"""
    sections(page, house)
    page.get_by_role("navigation", name="Sections of the hall").get_by_role("button").nth(1).click()
    page.get_by_role("checkbox").first.wait_for()


def in_a_wide_hall(page: Page, house: House) -> None:
    """Seats: rows of 26, as wide as 28"""
    _open(page, house.put_on(hall="Grand Auditorium", share_sold=0.5))


def hold(page: Page, house: House, *names: str) -> int:
    """Hold seats of a new show, two unless named; give the show."""
    show_id = house.put_on()
    seat_map = _open(page, show_id)
    for name in names or ("G8", "G9"):
        seat_map.hold(name)
    return show_id


def _open(page: Page, show_id: int) -> SeatMapPage:
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    return seat_map
