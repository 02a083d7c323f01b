"""Fixtures for browser tests on the running site with the demo's cinemas."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.checkout_page import open_checkout
from tests.e2e.seat_map_page import SeatMapPage
from tests.e2e.staff_team import Open, Team, create_team
from tests.live_app import LiveApp
from tests.screens.demo_site import DemoSite

TIMEOUT_MS = 30_000
"""Longer than the seat map's polling interval."""

expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="session")
def demo_site(live_app: LiveApp, database: psycopg.Connection) -> DemoSite:
    """The running site and the database behind it."""
    return DemoSite(live_app, database)


@pytest.fixture(scope="session")
def shows(database: psycopg.Connection) -> Iterator[int]:
    """Shows from the day after tomorrow in the demo's hall with every type of seat; one for each test."""
    rows = database.execute(
        "SELECT show.id FROM show JOIN hall ON hall.id = show.hall_id"
        " WHERE hall.name = 'Saal 1' AND starts_at > now() + interval '1 day' ORDER BY starts_at"
    ).fetchall()
    return iter([show_id for (show_id,) in rows])


@pytest.fixture
def show_id(shows: Iterator[int]) -> int:
    """A show that no other test uses."""
    return next(shows)


@pytest.fixture
def day() -> str:
    """A day in Berlin that does not end during the test."""
    now = datetime.now(UTC).astimezone(ZoneInfo("Europe/Berlin"))
    return (now + timedelta(days=3)).date().isoformat()


@pytest.fixture(autouse=True)
def page_timeout(context: BrowserContext) -> None:
    """Set a timeout longer than the seat map's polling interval."""
    context.set_default_timeout(TIMEOUT_MS)


@pytest.fixture
def seat_map(page: Page, show_id: int) -> SeatMapPage:
    """The opened seat map of the show of this test."""
    seat_map = SeatMapPage(page)
    seat_map.open(show_id)
    return seat_map


@pytest.fixture
def checkout(seat_map: SeatMapPage) -> Page:
    """The checkout with two seats held."""
    return open_checkout(seat_map)


@pytest.fixture(scope="session")
def team(live_app: LiveApp) -> Team:
    """The people who work at the demo's cinemas."""
    return create_team(live_app)


@pytest.fixture
def open_as(browser: Browser, base_url: str, team: Team) -> Iterator[Open]:
    """Return a function that opens an address as a person; as nobody without a name."""
    contexts: list[BrowserContext] = []

    def open_address(address: str, name: str = "", **options: object) -> Page:
        context = team.context(browser, base_url, name, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()
