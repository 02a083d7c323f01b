"""Each screen on a phone, and before an accessibility checker in light and dark."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.checkout_page import CHALLENGED, DECLINED, pay
from tests.e2e.seat_map_page import SeatMapPage

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
SMALLEST_TARGET = 24


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is, one line for each element."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether the page itself needs no sideways scrolling."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, show_id: int, theme: Any) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto("/")
    page.get_by_role("navigation", name="Day").get_by_role("link").nth(2).click()
    page.get_by_role("article").first.wait_for()
    assert violations(page) == []

    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    seat_map.hold("G8")
    seat_map.seat("J1").click()
    assert violations(page) == []

    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Card number").wait_for()
    page.get_by_text("Test cards").click()
    assert violations(page) == []
    pay(page, DECLINED)
    page.get_by_text("Your card was declined.").wait_for()
    assert violations(page) == []
    pay(page, CHALLENGED)
    approve = page.get_by_role("button", name="Approve")
    approve.wait_for()
    assert violations(page) == []
    approve.click()
    page.get_by_role("img", name="QR code").first.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Give tickets back").click()
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []

    seat_map.open(show_id)
    seat_map.seat("G8").click(force=True)
    expect(page.get_by_text("G8 is taken.")).to_be_visible()
    assert violations(page) == []

    assert (page.goto("/nowhere") or pytest.fail("no answer")).status == 404
    page.get_by_role("heading", name="Page not found").wait_for()
    assert violations(page) == []


def test_a_phone_books(page: Page, show_id: int) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/")
    page.get_by_role("navigation", name="Day").wait_for()
    assert fits(page)

    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    assert fits(page)
    targets = page.locator("[role=checkbox] > rect:first-child").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert min(min(size) for size in targets) >= SMALLEST_TARGET

    seat_map.hold("C1")
    seat_map.hold("C20")
    bar = page.get_by_role("region", name="Your choice")
    expect(bar).to_contain_text("C1, C20")
    expect(bar.get_by_role("link", name="Continue")).to_be_in_viewport()
    bar.get_by_role("link", name="Continue").click()
    pay(page)
    page.get_by_role("img", name="QR code").first.wait_for()
    assert fits(page)


def test_a_show_that_does_not_exist_says_so(page: Page) -> None:
    page.goto("/show/999999999")
    expect(page.get_by_text(re.compile("This show doesn.t exist any more"))).to_be_visible()


def test_an_address_without_tickets_says_so(page: Page) -> None:
    page.goto("/ticket/nobodys-secret")
    expect(page.get_by_role("heading", name="Tickets not found")).to_be_visible()
