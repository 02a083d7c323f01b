"""Pages without JavaScript and during the start of the app."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Route, expect

CLS_BUDGET = 0.02

OTHER_SIZES = [(740, 360), (768, 1024), (1440, 900)]
"""Of windows, besides a phone."""

STRICT = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'"

COUNT_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def page_without_scripts(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone with JavaScript turned off."""
    context = browser.new_context(
        base_url=base_url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def test_programme_film_and_show_can_be_read_without_javascript(
    page_without_scripts: Page, database: psycopg.Connection
) -> None:
    page = page_without_scripts
    row = database.execute(
        "SELECT movie.title, hall.name, show.id FROM show JOIN movie ON movie.id = movie_id"
        " JOIN hall ON hall.id = hall_id WHERE starts_at BETWEEN now() AND now() + interval '1 day'"
        " AND status = 'SCHEDULED' ORDER BY starts_at LIMIT 1"
    ).fetchone()
    assert row
    title, hall, show_id = row

    page.goto("/")
    expect(page).to_have_title("What’s on · Matinee")
    expect(page.get_by_role("heading", level=1)).to_have_text("What’s on")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_title(f"{title} · Matinee")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.locator(f'main a[href="/show/{show_id}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("definition").nth(1)).to_contain_text(hall)
    expect(page.locator("main small")).to_be_visible()
    expect(page.locator("main small")).to_contain_text("box office")
    # The stylesheet is loaded: the page has margins.
    box = page.get_by_role("main").bounding_box()
    assert box is not None
    assert box["x"] >= 16
    assert box["x"] + box["width"] <= 360


@pytest.mark.usefixtures("database")
def test_no_layout_shift_while_the_app_starts(page: Page, day: str) -> None:
    page.add_init_script(COUNT_SHIFTS)
    page.goto(f"/?date={day}")
    expect(page.get_by_role("article").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifted") <= CLS_BUDGET
    expect(page.locator(".plain")).to_be_hidden()


def hold_requests(page: Page, address: str) -> Callable[[], None]:
    """Hold requests to an address (a glob pattern). Return the function that continues them."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))

    def continue_requests() -> None:
        assert held
        for route in held:
            route.continue_()
        page.unroute(address)

    return continue_requests


@pytest.mark.parametrize(
    ("width", "height"),
    [(360, 740), *(pytest.param(*size, marks=pytest.mark.screens) for size in OTHER_SIZES)],
)
def test_a_late_hall_keeps_the_first_view_in_its_place(
    page: Page, show_id: int, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(COUNT_SHIFTS)
    continue_app = hold_requests(page, "**/assets/start*.js")
    continue_hall = hold_requests(page, "**/api/hall-layout/*/?*")
    page.goto(f"/show/{show_id}", wait_until="commit")
    title, hall = page.get_by_role("heading", level=1), page.locator(".shell-hall, [class*=blankHall]")
    expect(page.locator(".shell-hall")).to_be_visible()
    first = title.inner_text(), title.bounding_box(), hall.bounding_box()
    continue_app()
    page.get_by_text("Loading the hall").wait_for()
    assert (title.inner_text(), title.bounding_box(), hall.bounding_box()) == first
    expect(page.locator("main time")).to_be_visible()
    continue_hall()
    page.get_by_role("checkbox").first.wait_for()
    assert title.inner_text() == first[0]
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifted") <= CLS_BUDGET


def test_late_fonts_do_not_move_the_seats(page: Page, base_url: str, show_id: int) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    page.context.add_cookies([{"name": "language", "value": "de", "url": base_url}])
    continue_fonts = hold_requests(page, "**/*.woff2")
    page.add_init_script(COUNT_SHIFTS)
    page.goto(f"/show/{show_id}", wait_until="commit")
    page.get_by_role("checkbox").first.wait_for()
    continue_fonts()
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifted") <= CLS_BUDGET


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("address", "requests", "shown"),
    [
        pytest.param("/?date={day}", ["/api/venues/", "/api/shows/"], "article", marks=pytest.mark.screens),
        pytest.param("/film/1", ["/api/movies/1/", "/api/shows/"], "h1", marks=pytest.mark.screens),
        ("/show/1", ["/api/hall-layout/1/"], "[data-seat]"),
    ],
)
def test_first_requests_are_sent_once_and_early(
    page: Page, day: str, address: str, requests: list[str], shown: str
) -> None:
    sent: list[str] = []
    warnings: list[str] = []
    page.on("request", lambda request: sent.append(urlsplit(request.url).path))
    page.on("console", lambda message: warnings.append(message.text))
    page.goto(address.format(day=day))
    expect(page.locator(shown).first).to_be_visible()
    # Chromium warns about an unused preload some seconds after the page has loaded.
    page.wait_for_timeout(5_000)
    assert [sent.count(request) for request in requests] == [1] * len(requests)
    early = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'link')"
        ".map((one) => new URL(one.name).pathname)"
    )
    assert set(requests) <= set(early)
    assert warnings == []


@pytest.mark.parametrize("address", [pytest.param("/film/1", marks=pytest.mark.screens), "/", "/show/1"])
def test_the_largest_content_is_shown_before_the_app_renders(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script(
        "new PerformanceObserver((list) => { for (const { element } of list.getEntries())"
        " window.isFirstView = element?.closest('.shell-main') != null; })"
        ".observe({type: 'largest-contentful-paint', buffered: true})"
    )
    page.goto(address)
    expect(page.locator("#content h1")).to_be_visible()
    page.wait_for_timeout(2_000)
    assert page.evaluate("window.isFirstView")


def test_strict_policy_allows_the_structured_data(page: Page, show_id: int) -> None:
    page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation',"
        " (event) => refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.lineNumber}`));"
    )

    def respond_with_strict_policy(route: Route) -> None:
        fetched = route.fetch()
        route.fulfill(response=fetched, headers={**fetched.headers, "content-security-policy": STRICT})

    page.route(f"**/show/{show_id}", respond_with_strict_policy)
    page.goto(f"/show/{show_id}")
    expect(page.get_by_role("grid")).to_be_visible()
    assert "ScreeningEvent" in page.locator('script[type="application/ld+json"]').inner_text()
    assert [one for one in page.evaluate("refused") if one.startswith("script-src")] == []
