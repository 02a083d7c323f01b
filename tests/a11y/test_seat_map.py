"""Accessibility of the seat map: touch targets, high contrast, screen readers."""

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, expect

from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import DemoSite

MIN_TARGET_SIZE = 24
"""CSS pixels (WCAG 2.5.8)."""

MIN_DIFFERENCE = 6
"""Mean difference of two seats' pixels in greyscale, from 0 to 255."""

TARGETS = """
all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))
"""


@pytest.fixture
def phone(page: Page) -> Page:
    """A narrow window."""
    page.set_viewport_size({"width": 360, "height": 740})
    return page


@pytest.mark.parametrize(("hall", "longest_row"), [("Saal 1", 20), ("Grand Auditorium", 26)])
def test_seats_are_large_enough_touch_targets(
    phone: Page, demo_site: DemoSite, hall: str, longest_row: int
) -> None:
    SeatMapPage(phone).open(demo_site.schedule_show(hall=hall))
    row = phone.get_by_role("row", name="Row E", exact=True)
    expect(row.get_by_role("checkbox")).to_have_count(longest_row)
    targets = phone.get_by_role("checkbox").locator("path:first-child").evaluate_all(TARGETS)
    assert min(targets) >= MIN_TARGET_SIZE


@pytest.mark.screens
def test_seats_are_large_enough_when_the_hall_fits_a_desktop(page: Page, demo_site: DemoSite) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    SeatMapPage(page).open(demo_site.schedule_show())
    targets = page.get_by_role("checkbox").locator("path:first-child").evaluate_all(TARGETS)
    assert min(targets) >= MIN_TARGET_SIZE


@pytest.mark.screens
def test_outermost_seats_can_be_tapped_on_a_phone(phone: Page, demo_site: DemoSite) -> None:
    seat_map = SeatMapPage(phone)
    seat_map.open(demo_site.schedule_show(share_sold=0))
    seat_map.hold("C1")
    seat_map.hold("C20")
    bar = phone.get_by_role("region", name="Your choice")
    expect(bar).to_contain_text("C1, C20")
    expect(bar.get_by_role("link", name="Continue")).to_be_in_viewport()


@pytest.mark.screens
@pytest.mark.parametrize("colours", ["forced", "grey"])
def test_seat_states_differ_without_colour(page: Page, demo_site: DemoSite, colours: str) -> None:
    """Compares adjacent seats: free, sold, held by another client, own."""
    page.emulate_media(forced_colors="active" if colours == "forced" else "none", reduced_motion="reduce")
    show_id = demo_site.schedule_show(share_sold=0)
    demo_site.sell(show_id, "C9")
    demo_site.hold(show_id, "C10")
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    seat_map.hold("C11")
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")

    images = {name: _grey(page, seat_map, seat) for name, seat in STATES.items()}
    for (one, first), (other, second) in combinations(images.items(), 2):
        difference = ImageStat.Stat(ImageChops.difference(first, second)).mean[0]
        assert difference >= MIN_DIFFERENCE, f"{one} and {other} look alike"


STATES = {"free": "C8", "sold": "C9", "held by another client": "C10", "own": "C11"}


MOVE_TO_ONE_POSITION = """
seat => {
    const cells = [...document.querySelectorAll("[role=gridcell]")];
    const { parentElement: cell } = seat;
    for (const one of cells) one.style.visibility = one === cell ? "visible" : "hidden";
    cell.setAttribute("transform", cells[0].getAttribute("transform"));
    for (const number of seat.querySelectorAll("text")) number.textContent = "8";
}
"""
"""Gives seats the same number and the same subpixel position, because rows can be curved."""


def _grey(page: Page, seat_map: SeatMapPage, name: str) -> Image.Image:
    seat = seat_map.seat(name)
    seat.evaluate(MOVE_TO_ONE_POSITION)
    box = seat.locator("> :first-child").bounding_box()
    assert box
    clip = {"x": round(box["x"]), "y": round(box["y"]), "width": 30, "height": 30}
    return Image.open(BytesIO(page.screenshot(clip=clip))).convert("L")  # type: ignore[arg-type]


def test_accessibility_tree_has_rows_of_named_seats(page: Page, demo_site: DemoSite) -> None:
    show_id = demo_site.schedule_show(share_sold=0)
    demo_site.sell(show_id, "C9")
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    seat_map.hold("C8")
    row = page.get_by_role("grid").get_by_role("row", name="Row C", exact=True)
    expect(row).to_match_aria_snapshot("""
        - row "Row C":
          - gridcell:
            - checkbox "Row C seat 8, standard, €12.50, yours" [checked]
          - gridcell:
            - checkbox "Row C seat 9, standard, €12.50, taken" [disabled]
          - gridcell:
            - checkbox "Row C seat 10, standard, €12.50, available"
    """)
    expect(page.get_by_role("checkbox").and_(page.locator("[tabindex='0']"))).to_have_count(1)
