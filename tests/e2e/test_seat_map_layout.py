"""The seats page in windows of all sizes: what is in view, and what a finger can tap."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.e2e.boxes import box
from tests.e2e.seat_map_page import SeatMapPage
from tests.live_app import LiveApp
from tests.screens.demo_site import DemoSite

MIN_TARGET_SIZE = 24
MAX_FEEDBACK_MS = 50
MAX_MOTION_S = 0.15

GRAND = "Grand Auditorium"
"""A hall of 420 seats."""


@pytest.fixture
def open_window(browser: Browser, base_url: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window of a size, as a phone if `touch`."""
    contexts: list[BrowserContext] = []

    def open_one(width: int, height: int, *, touch: bool = True) -> Page:
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            reduced_motion="reduce",
        )
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def frame(page: Page) -> Locator:
    """Return the scrolling frame of the map."""
    return page.locator("[class*=frame]:has([role=grid])")


SEATS_IN_VIEW = """
() => [...document.querySelectorAll("[data-seat]")].filter(seat => {
    const { left, top, width, height } = seat.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    return x > 0 && y > 0 && x < innerWidth && y < innerHeight
        && document.elementFromPoint(x, y)?.closest("[data-seat]") === seat;
}).length
"""


SMALLEST_SEAT = """
() => Math.min(...[...document.querySelectorAll("[data-seat] > :first-child")].map(target => {
    const { width, height } = target.getBoundingClientRect();
    return Math.min(width, height);
}))
"""


@pytest.mark.screens
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1440, 900), (1920, 1080)])
def test_a_desktop_shows_a_hall_of_420_seats_beside_the_controls(
    open_window: Callable[..., Page], demo_site: DemoSite, width: int, height: int
) -> None:
    page = open_window(width, height, touch=False)
    SeatMapPage(page).open(demo_site.schedule_show(hall=GRAND))
    assert page.evaluate(SMALLEST_SEAT) >= MIN_TARGET_SIZE
    assert page.evaluate(SEATS_IN_VIEW) == 420
    left = box(frame(page))["x"]
    beside = [page.get_by_role("heading", level=1), page.get_by_role("list", name="Legend")]
    beside += [page.get_by_role("button", name="Whole hall"), page.get_by_role("region", name="Your choice")]
    for part in beside:
        assert box(part)["right"] <= left
        assert box(part)["bottom"] <= height


@pytest.mark.screens
def test_the_list_is_under_its_tab_on_a_desktop(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(1440, 900, touch=False)
    SeatMapPage(page).open(demo_site.schedule_show())
    tab = page.get_by_role("button", name="List", exact=True)
    tab.click()
    first = page.get_by_role("combobox", name="Show")
    assert 0 <= box(first)["y"] - box(tab)["bottom"] <= 40


@pytest.mark.screens
def test_a_low_desktop_window_starts_with_large_seats_in_the_best_rows(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(1280, 560, touch=False)
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(hall=GRAND))
    assert page.evaluate(SMALLEST_SEAT) >= MIN_TARGET_SIZE
    for name in ("H10", "J17", "L13"):
        expect(seat_map.seat(name)).to_be_in_viewport(ratio=1)


@pytest.mark.screens
def test_a_message_in_a_low_desktop_window_covers_no_part_at_the_end_of_the_page(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(1366, 600, touch=False)
    show_id = demo_site.schedule_show(share_sold=0)
    demo_site.sell(show_id, "C6")
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    seat_map.hold("E6")
    seat_map.seat("C6").click(force=True)
    expect(page.get_by_text("C6 is taken.")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    legend, bar = page.get_by_role("list", name="Legend"), page.get_by_role("region", name="Your choice")
    assert box(legend)["bottom"] <= box(bar)["y"]


@pytest.mark.screens
def test_the_party_size_is_one_row_on_the_smallest_phone(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(320, 640)
    SeatMapPage(page).open(demo_site.schedule_show())
    best = page.get_by_role("button", name="2 people: Best together")
    assert box(best)["y"] == box(page.get_by_role("group", name="How many people"))["y"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_map_starts_in_the_upper_half_of_a_phone(
    open_window: Callable[..., Page], demo_site: DemoSite, language: str
) -> None:
    page = open_window(360, 740)
    page.goto("/")
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    page.goto(f"/show/{demo_site.schedule_show(hall=GRAND)}")
    page.get_by_role("checkbox").first.wait_for()
    assert page.locator("html").get_attribute("lang") == language
    assert box(frame(page))["y"] <= 330
    dock = page.get_by_role("region", name=re.compile("Your choice|Ihre Auswahl"))
    assert box(frame(page))["bottom"] <= box(dock)["y"]


CREATE_SMALL_HALL = """
from matinee.venues.models import Venue
from matinee.venues.services import create_hall

rows = ["sssss.sssss"] * 7
create_hall(venue=Venue.objects.get(city="Berlin"), name="Kabinett", plan="\\n".join(rows))
"""


def test_a_hall_of_ten_columns_fits_a_phone(
    open_window: Callable[..., Page], demo_site: DemoSite, live_app: LiveApp
) -> None:
    live_app.matinee("manage", "shell", "-c", CREATE_SMALL_HALL)
    page = open_window(360, 740)
    SeatMapPage(page).open(demo_site.schedule_show(hall="Kabinett"))
    assert page.evaluate(SMALLEST_SEAT) >= MIN_TARGET_SIZE
    assert frame(page).evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0
    assert page.evaluate(SEATS_IN_VIEW) == 70


@pytest.mark.screens
def test_a_phone_in_landscape_shows_seats_under_a_header_of_one_line(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(740, 360)
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(hall=GRAND, share_sold=0))
    assert page.evaluate(SEATS_IN_VIEW) >= 40
    header = [page.get_by_role("heading", level=1), page.get_by_role("button", name="Share")]
    header += [page.get_by_role("link", name="What’s on"), page.locator("main header time")]
    assert max(box(part)["bottom"] for part in header) <= 40
    tools = [page.get_by_role("button", name=name, exact=True) for name in ("Map", "Whole hall")]
    tools.append(page.get_by_role("button", name="2 people: Best together"))
    assert len({round(box(tool)["y"] + box(tool)["height"] / 2) for tool in tools}) == 1
    assert box(frame(page))["height"] >= 0.6 * 360
    dock = page.get_by_role("region", name="Your choice")
    assert dock.evaluate("dock => getComputedStyle(dock).position") == "static"
    assert box(dock)["bottom"] <= 360
    expect(dock.get_by_text("Premium $16")).to_be_visible()
    seat_map.hold("G8")
    assert box(dock)["bottom"] <= 360
    site = page.get_by_role("banner")
    assert box(site)["y"] >= 360
    page.set_viewport_size({"width": 360, "height": 740})
    expect(site).to_be_in_viewport()


@pytest.mark.screens
def test_zoom_of_400_per_cent_shows_the_seats_and_the_bar_below_them(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(320, 256, touch=False)
    SeatMapPage(page).open(demo_site.schedule_show(hall=GRAND))
    assert box(frame(page))["height"] >= 0.6 * 256 - 1
    dock = box(page.get_by_role("region", name="Your choice"))
    assert box(frame(page))["bottom"] <= dock["y"]
    assert dock["bottom"] <= 256
    assert page.evaluate(SEATS_IN_VIEW) >= 15
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Whole hall").focus()
    expect(page.get_by_role("button", name="Whole hall")).to_be_in_viewport(ratio=1)


@pytest.mark.screens
def test_a_message_in_landscape_scrolls_into_view(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(740, 360)
    show_id = demo_site.schedule_show(share_sold=0)
    demo_site.sell(show_id, "G8")
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    seat_map.seat("G8").click(force=True)
    expect(page.get_by_text("G8 is taken. Choose another seat.")).to_be_in_viewport()


@pytest.mark.screens
def test_messages_about_a_hold_in_landscape_scroll_into_view(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(740, 360)
    seat_map = SeatMapPage(page)
    show_id = demo_site.schedule_show(share_sold=0)
    seat_map.open(show_id)
    seat_map.hold("G8")
    seat_map.open(demo_site.schedule_show(hall=GRAND, share_sold=0))
    page.evaluate("scrollTo(0, 0)")
    seat_map.seat("H10").dispatch_event("click")
    expect(page.get_by_text("Take H10 here instead?")).to_be_visible()
    expect(page.get_by_role("button", name="Swap to this show")).to_be_in_viewport(ratio=1)
    seat_map.open(show_id)
    page.evaluate("scrollTo(0, 0)")
    demo_site.set_time_left(show_id, 1)
    expect(page.get_by_text("Your seats were released")).to_be_in_viewport(ratio=1, timeout=15_000)
    expect(page.get_by_role("button", name="Try the same seats")).to_be_in_viewport(ratio=1)


ABOVE_THE_BAR = """
names => {
    const bar = document.querySelector("section[aria-label='Your choice']").getBoundingClientRect();
    return names.every(name => {
        const { top, bottom } = document.querySelector(`[role=checkbox][aria-label^="${name},"]`)
            .getBoundingClientRect();
        return top >= 0 && bottom <= bar.top;
    });
}
"""


def test_a_message_about_a_lost_seat_covers_neither_it_nor_the_seats_that_it_offers(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(360, 740)
    show_id = demo_site.schedule_show(share_sold=0)
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    seat_map.hold("I8")

    def sell_first(route: Route) -> None:
        demo_site.sell(show_id, "I9")
        route.continue_()

    page.route("**/api/lock-seat/", sell_first)
    # A tap by Playwright may scroll first.
    page.evaluate("scrollTo(0, 0)")
    seat_map.seat("I9").dispatch_event("click")
    expect(page.get_by_text("I9 was just taken")).to_be_visible()
    offer = page.get_by_role("button", name="Take").first.inner_text()
    offered = re.findall(r"([A-Z])(\d+)", offer)
    assert offered
    names = ["Row I seat 9", *(f"Row {row} seat {number}" for row, number in offered)]
    page.wait_for_function(ABOVE_THE_BAR, arg=names, timeout=5_000)


LOWEST_ROW_ABOVE_THE_BAR = """
() => {
    const bar = document.querySelector("section[aria-label='Your choice']").getBoundingClientRect();
    return [...document.querySelectorAll("[role=checkbox][aria-label*=' seat 10,']")]
        .filter(seat => seat.getBoundingClientRect().bottom <= bar.top)
        .pop().getAttribute("aria-label").split(" ")[1];
}
"""
"""The letter of the row. A message above the bar covers it."""


def test_a_message_about_another_show_takes_the_place_of_the_hint_and_covers_no_seat_that_it_offers(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(360, 740)
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    seat_map.hold("G8")
    seat_map.hold("G9")
    seat_map.open(demo_site.schedule_show(hall=GRAND, share_sold=0))
    page.evaluate("scrollTo(0, 0)")
    row = page.evaluate(LOWEST_ROW_ABOVE_THE_BAR)
    seat_map.seat(f"{row}10").dispatch_event("click")
    expect(page.get_by_text(f"Take {row}10 and {row}11 here instead?")).to_be_visible()
    expect(page.get_by_text("Choose a seat to hold it")).to_be_hidden()
    names = [f"Row {row} seat 10", f"Row {row} seat 11"]
    page.wait_for_function(ABOVE_THE_BAR, arg=names, timeout=5_000)


def test_row_names_and_the_way_to_the_screen_stay_in_view(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(360, 740)
    SeatMapPage(page).open(demo_site.schedule_show(hall=GRAND))
    edge = page.locator("[class*=rowEdge]")
    to_screen = page.get_by_text("↑ Screen")
    expect(edge).to_be_visible()
    for scrolled in ((0.5, 1), (1, 0)):
        frame(page).evaluate(
            "(frame, [x, y]) => frame.scrollTo(x * frame.scrollWidth, y * frame.scrollHeight)", scrolled
        )
        expect(to_screen).to_be_visible()
        assert box(to_screen)["bottom"] <= box(frame(page))["y"] + 1
        assert abs(box(edge)["x"] - box(frame(page))["x"]) <= 1
        assert edge.evaluate(MISPLACED_NAMES) == []
    frame(page).evaluate("frame => frame.scrollTo(0, 0)")
    expect(edge).not_to_be_visible()


MISPLACED_NAMES = """
edge => {
    const names = edge.querySelector("rect").getBoundingClientRect().right;
    return [...edge.querySelectorAll("text")].filter(text => {
        const seats = [...document.querySelectorAll(
            `[role=row][aria-label="Row ${text.textContent}"] [data-seat] > :first-child`)]
            .map(seat => seat.getBoundingClientRect());
        const distance = seat => Math.abs(seat.left - names);
        const nearest = seats.sort((one, other) => distance(one) - distance(other))[0];
        const { top, height } = text.getBoundingClientRect();
        return Math.abs(top + height / 2 - nearest.top - nearest.height / 2) > nearest.height / 3;
    }).map(text => text.textContent);
}
"""
"""Names that are not at the height of the seats beside them."""


@pytest.mark.screens
@pytest.mark.parametrize("hall", ["Saal 1", GRAND])
def test_the_whole_hall_fits_between_the_controls_and_the_bar(
    open_window: Callable[..., Page], demo_site: DemoSite, hall: str
) -> None:
    page = open_window(360, 740)
    SeatMapPage(page).open(demo_site.schedule_show(hall=hall))
    page.get_by_role("button", name="Whole hall").tap()
    seats = page.get_by_role("checkbox")
    page.wait_for_function(
        "() => { const frame = document.querySelector('[role=grid]').parentElement;"
        " return frame.scrollWidth <= frame.clientWidth; }"
    )
    first, last = box(seats.first), box(seats.last)
    dock = box(page.get_by_role("region", name="Your choice"))
    assert last["bottom"] <= dock["y"]
    assert 0 <= first["y"] - box(frame(page))["y"] <= 60
    assert box(frame(page))["bottom"] - last["bottom"] <= 40


def test_a_tap_on_a_seat_that_is_too_small_zooms_in_first(
    open_window: Callable[..., Page], demo_site: DemoSite
) -> None:
    page = open_window(360, 740)
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    page.get_by_role("button", name="Whole hall").tap()
    target = seat_map.seat("F6").locator("> :first-child")
    page.wait_for_function(
        "() => document.querySelector('[data-seat] > :first-child').getBoundingClientRect().width < 24"
    )
    seat_map.seat("F6").tap()
    expect(seat_map.seat("F6")).to_be_in_viewport()
    assert box(target)["width"] >= MIN_TARGET_SIZE
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    seat_map.seat("F6").tap()
    expect(seat_map.seat("F6")).to_be_checked()


@pytest.mark.screens
@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024)])
def test_prices_are_above_the_map(
    open_window: Callable[..., Page], demo_site: DemoSite, width: int, height: int
) -> None:
    page = open_window(width, height)
    SeatMapPage(page).open(demo_site.schedule_show())
    prices = page.locator("[class*=prices]:visible")
    assert box(prices)["bottom"] <= box(frame(page))["y"]
    assert box(prices)["height"] <= 32
    assert len(re.findall(r"(Standard|Premium)\s+€\d", prices.inner_text())) == 2


@pytest.mark.screens
def test_only_one_view_looks_selected_in_forced_colours(page: Page, demo_site: DemoSite) -> None:
    page.emulate_media(forced_colors="active")
    SeatMapPage(page).open(demo_site.schedule_show())
    look = "one => { const look = getComputedStyle(one); return look.backgroundColor + look.borderColor; }"
    views = [page.get_by_role("button", name=name, exact=True).evaluate(look) for name in ("Map", "List")]
    assert views[0] != views[1]


TAP = """
seat => new Promise(resolve => {
    const tapped = performance.now();
    new MutationObserver(() => resolve(performance.now() - tapped))
        .observe(seat, { attributes: true, attributeFilter: ["data-s"] });
    seat.dispatchEvent(new MouseEvent("click", { bubbles: true }));
})
"""


def test_a_tap_shows_at_once_on_a_slow_network(page: Page, demo_site: DemoSite) -> None:
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    page.route("**/api/lock-seat/", lambda _: None)
    assert seat_map.seat("F6").evaluate(TAP) <= MAX_FEEDBACK_MS
    expect(seat_map.seat("F6")).to_have_attribute("data-s", "pending")
    page.unroute_all(behavior="ignoreErrors")


LONGEST_MOTION = """
() => Math.max(...[...document.querySelectorAll("[data-seat], [data-seat] *")].flatMap(one => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
    const animated = animationName === "none" ? "0s" : animationDuration;
    return `${transitionDuration},${animated}`.split(",").map(parseFloat);
}))
"""


@pytest.mark.screens
def test_choosing_a_seat_moves_for_150_ms_at_most(page: Page, demo_site: DemoSite) -> None:
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    seat_map.hold("F6")
    assert 0 < page.evaluate(LONGEST_MOTION) <= MAX_MOTION_S
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(LONGEST_MOTION) == 0


def test_a_party_moves_to_a_tapped_seat(page: Page, demo_site: DemoSite) -> None:
    seat_map = SeatMapPage(page)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    page.get_by_role("button", name="2 people: Best together").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    bar = page.get_by_role("region", name="Your choice")
    # D6 is the first seat after an aisle: it is not left single.
    for tapped, seats in (("C6", "2 of 2: C6, C7"), ("D7", "2 of 2: D6, D7"), ("D9", "2 of 2: D9, D10")):
        seat_map.seat(tapped).click()
        expect(bar).to_contain_text(seats)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    seat_map.seat("D9").click()
    expect(bar).to_contain_text("1 of 2: D10")
    seat_map.hold("F6")
    expect(bar).to_contain_text("2 of 2: D10, F6")


def test_a_shared_link_shows_the_seats_of_a_group_and_holds_none(
    page: Page, demo_site: DemoSite, database: psycopg.Connection
) -> None:
    show_id = demo_site.schedule_show(share_sold=0)
    demo_site.sell(show_id, "C1", "C2")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/show/{show_id}?seats=C1,C2,C3")
    expect(page.get_by_text("Your group’s seats: C1, C2 and C3.")).to_be_visible()
    seat_map = SeatMapPage(page)
    for name in ("C1", "C2", "C3"):
        expect(seat_map.seat(name)).to_be_in_viewport()
        expect(seat_map.seat(name)).to_have_accessible_name(re.compile("in the shared link$"))
    held = database.execute(
        "SELECT count(*) FROM booking WHERE show_id = %s AND status = 'LOCKED'", (show_id,)
    ).fetchone()
    assert held == (0,)
