"""The programme and the film page."""

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect

from tests.e2e.boxes import box

BERLIN = "Filmtheater Lindenhof, Berlin"
NEW_YORK = "The Harbor Light, New York"
PHONE = {"width": 360, "height": 740}


def berlin_venue_id(database: psycopg.Connection) -> int:
    """Return the id of the demo's cinema in Berlin."""
    row = database.execute("SELECT id FROM venue WHERE city = 'Berlin'").fetchone()
    assert row is not None
    return int(row[0])


def films(page: Page) -> Locator:
    """Return the films in the list."""
    return page.get_by_role("article")


def bottom(element: Locator) -> float:
    """Return the bottom edge of an element in the window."""
    box = element.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_film_in_the_list_links_to_its_page(page: Page, database: psycopg.Connection, day: str) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    row = (
        films(page)
        .filter(has=page.get_by_role("heading", name="Lost in Translation"))
        .or_(films(page).filter(has=page.get_by_role("heading", name="Juno")))
    )
    expect(row.locator("svg")).to_be_visible()
    title = row.get_by_role("heading").inner_text()
    row.get_by_role("heading").get_by_role("link").click()

    heading = page.get_by_role("heading", level=1, name=title)
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()
    expect(page).to_have_url(re.compile(r"/film/\d+\?venue=\d+$"))
    show = page.get_by_role("main").get_by_role("link", name=re.compile("Studio")).first
    expect(show).to_contain_text("English, German subtitles")
    show.click()
    expect(page).to_have_url(re.compile(r"/show/\d+$"))


def test_film_page_has_the_age_rating_of_the_cinemas_country(
    page: Page, database: psycopg.Connection
) -> None:
    row = database.execute("SELECT id FROM movie WHERE title = 'Inception'").fetchone()
    assert row is not None
    page.goto(f"/film/{row[0]}?venue={berlin_venue_id(database)}")
    expect(page.get_by_text(re.compile("^FSK 12: For ages 12 and over"))).to_be_visible()
    page.get_by_role("combobox", name="Cinema").select_option(NEW_YORK)
    expect(page.get_by_text(re.compile("^MPA PG.13: "))).to_be_visible()
    expect(page.get_by_text(re.compile("FSK"))).to_be_hidden()


def test_url_contains_the_day_and_the_filters(page: Page, database: psycopg.Connection, day: str) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}&time=evening")
    expect(films(page).first).to_be_visible()
    assert page.locator("[aria-current=date]").inner_text().split()[1] == str(int(day[-2:]))
    expect(page.get_by_role("combobox", name="Time")).to_have_value("evening")
    times = page.locator("article time").all_inner_texts()
    assert times
    assert all("17:00" <= time < "21:00" for time in times)

    page.get_by_role("combobox", name="Language").select_option("Original version")
    expect(page).to_have_url(re.compile("&language=original"))
    originals = films(page).get_by_role("link").filter(has=page.locator("time"))
    expect(originals.first).to_contain_text("subtitles")
    assert all("German subtitles" in text for text in originals.all_inner_texts())
    page.reload()
    expect(page.get_by_role("combobox", name="Language")).to_have_value("original")

    page.get_by_role("searchbox", name="Find a film").fill("no film is called like this")
    expect(page.get_by_text(re.compile("^No film for .* matches your filters"))).to_be_visible()
    page.get_by_role("button", name="Show the whole programme").click()
    expect(page.get_by_role("combobox", name="Language")).to_have_value("original")
    page.get_by_role("combobox", name="Format").select_option("3D")
    expect(page.get_by_text(re.compile("^No show on .* matches your filters"))).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(re.compile(rf"\?venue=\d+&date={day}$"))
    expect(films(page).first).to_be_visible()


def test_search_finds_misspelt_films_on_all_days(page: Page, database: psycopg.Connection) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}")
    page.get_by_role("searchbox", name="Find a film").fill("insepton")
    found = page.get_by_role("region", name="Search results")
    expect(found.get_by_role("heading", level=2)).to_have_text(
        ["1 film for “insepton”, all days", "Inception"]
    )
    expect(found.get_by_role("heading", level=3)).to_have_count(3)
    expect(page).to_have_url(re.compile("q=insepton"))
    page.reload()
    expect(found.get_by_role("heading", level=2)).to_have_text(
        ["1 film for “insepton”, all days", "Inception"]
    )


def test_shortcuts_and_views_have_addresses(page: Page, database: psycopg.Connection) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}")
    days = page.get_by_role("navigation", name="Day")
    days.get_by_role("link", name="This weekend").click()
    expect(page).to_have_url(re.compile(r"\?venue=\d+&date=weekend$"))
    expect(page.get_by_role("region", name="This weekend").get_by_role("article").first).to_be_visible()
    days.get_by_role("link", name="Tomorrow").click()
    page.get_by_role("link", name="By time").click()
    expect(page).to_have_url(re.compile(r"\?venue=\d+&date=[-\d]+&view=time$"))
    evening = page.locator("section", has=page.get_by_role("heading", level=2, name="Evening", exact=True))
    expect(evening.last.locator("time").first).to_be_visible()
    times = evening.last.locator("time").all_inner_texts()
    assert times
    assert times == sorted(times)
    days.get_by_role("link", name="Tonight").click()
    expect(page).to_have_url(re.compile("date=[-\\d]+&view=time&time=tonight$"))


def test_films_of_later_days_are_listed_below(page: Page, database: psycopg.Connection) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}")
    # Late in the evening there are no more shows today.
    page.get_by_role("link", name="Tomorrow").click()
    expect(films(page).first).to_be_visible()
    page.get_by_role("contentinfo").scroll_into_view_if_needed()
    coming = page.get_by_role("region", name="Coming soon")
    expect(coming.get_by_role("link").first).to_contain_text(re.compile(r"from \d+ \w+"))
    shown = films(page).get_by_role("heading").all_inner_texts()
    listed = coming.locator("strong").all_inner_texts()
    assert listed
    assert not set(shown) & set(listed)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_phone_shows_three_films_at_a_time(
    page: Page, database: psycopg.Connection, day: str, language: str, base_url: str
) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": base_url}])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    heights = films(page).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert sum(heights) / len(heights) <= PHONE["height"] / 3
    top = films(page).first.bounding_box()
    assert top is not None
    assert top["y"] <= PHONE["height"] * 0.45
    sizes = (
        films(page).locator("li a").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    )
    assert min(sizes) >= 44


@pytest.mark.screens
def test_a_phone_shows_the_name_of_the_cinema_in_full(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/")
    cinema = page.get_by_role("combobox", name="Cinema")
    expect(cinema.locator("option:checked")).to_have_text(BERLIN)
    room, text = cinema.evaluate(
        "select => { const canvas = document.createElement('canvas').getContext('2d');"
        " canvas.font = getComputedStyle(select).font;"
        " return [select.clientWidth, canvas.measureText(select.selectedOptions[0].text).width]; }"
    )
    # The padding and the arrow.
    assert text + 48 <= room


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_phone_shows_the_first_times_of_a_film(
    page: Page, database: psycopg.Connection, language: str, base_url: str
) -> None:
    row = database.execute("SELECT id FROM movie WHERE title = 'Inception'").fetchone()
    assert row is not None
    page.context.add_cookies([{"name": "language", "value": language, "url": base_url}])
    page.set_viewport_size({"width": 360, "height": 600})
    page.goto(f"/film/{row[0]}?venue={berlin_venue_id(database)}")
    time, cast = page.locator("main time").first, page.get_by_text("Christopher Nolan")
    expect(time).to_be_in_viewport()
    expect(cast).to_be_visible()
    assert box(time)["y"] < box(cast)["y"]


@pytest.mark.screens
@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (1920, 4)])
def test_a_wide_window_shows_films_in_columns(
    page: Page, database: psycopg.Connection, day: str, width: int, columns: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    lefts = films(page).evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == columns


def open_with_large_text(page: Page, address: str) -> None:
    """Open a page with times on a phone, with text of twice the size."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(address)
    expect(page.locator("main time").first).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.screens
def test_large_text_fits_on_a_phone(page: Page) -> None:
    open_with_large_text(page, "/film/1")


@pytest.mark.screens
@pytest.mark.parametrize("view", ["films", "time"])
def test_large_text_leaves_room_to_search_on_a_phone(
    page: Page, database: psycopg.Connection, day: str, view: str
) -> None:
    open_with_large_text(page, f"/?venue={berlin_venue_id(database)}&date={day}&view={view}")
    box = page.get_by_role("searchbox").bounding_box()
    assert box is not None
    assert box["width"] >= 200


@pytest.mark.screens
def test_large_text_shows_most_of_a_film_in_the_first_view_of_a_phone(
    page: Page, database: psycopg.Connection, day: str
) -> None:
    open_with_large_text(page, f"/?venue={berlin_venue_id(database)}&date={day}")
    # Its title, its facts, and a time.
    assert bottom(films(page).first.locator("time").first) <= PHONE["height"]


@pytest.mark.screens
def test_large_text_breaks_no_word_of_a_title_that_fits_beside_the_poster(
    page: Page, database: psycopg.Connection
) -> None:
    film = database.execute("SELECT id FROM movie WHERE title = 'Inception'").fetchone()
    assert film is not None
    open_with_large_text(page, f"/film/{film[0]}")
    title = page.get_by_role("heading", level=1, name="Inception")
    lines = "title => { const text = new Range(); text.selectNodeContents(title);"
    assert title.evaluate(lines + " return text.getClientRects().length; }") == 1


@pytest.mark.screens
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_phone_in_landscape_shows_a_film_with_its_times(
    page: Page, database: psycopg.Connection, day: str, language: str, base_url: str
) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": base_url}])
    page.set_viewport_size({"width": 740, "height": 360})
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    assert bottom(films(page).first.locator("li a").first) <= 360


def test_keyboard_reaches_the_first_show_in_four_tabs(
    page: Page, database: psycopg.Connection, day: str
) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to films")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(films(page).first.get_by_role("heading").get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(films(page).first.locator("li a").first).to_be_focused()


@pytest.mark.screens
def test_one_left_edge(page: Page, database: psycopg.Connection, day: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 900})
    lefts = set()
    for address in (f"/?venue={berlin_venue_id(database)}&date={day}", "/film/1", "/find", "/nowhere"):
        page.goto(address)
        expect(page.locator("main h1")).to_be_visible()
        lefts |= set(
            page.evaluate(
                "['header a', 'main > *', 'footer > *'].map("
                "one => Math.round(document.querySelector(one).getBoundingClientRect().left))"
            )
        )
    assert len(lefts) == 1


@pytest.mark.screens
def test_filters_open_below_the_search_on_a_phone(page: Page, database: psycopg.Connection, day: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    expect(page.get_by_role("combobox", name="Time")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="Time").select_option("Until 17:00")
    expect(page.get_by_role("button", name="1 filter")).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_day_without_shows_links_to_the_next_day_with_shows(page: Page, database: psycopg.Connection) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}&date=2020-01-01")
    expect(page.get_by_text("Wednesday 1 January 2020 is over.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^(Next shows|Show the current)")).click()
    expect(films(page).first).to_be_visible()


def test_offline_list_is_shown_with_its_time(page: Page, database: psycopg.Connection, day: str) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    page.context.set_offline(offline=True)
    expect(page.get_by_text(re.compile(r"You.re offline\. This list is from \d\d:\d\d\."))).to_be_visible()
    expect(films(page).first).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.get_by_text(re.compile("You.re offline"))).to_be_hidden()


def test_last_programme_is_shown_offline_until_the_network_is_back(
    page: Page, database: psycopg.Connection, day: str
) -> None:
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(films(page).first).to_be_visible()
    titles = films(page).get_by_role("heading").all_inner_texts()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(offline=True)
    page.goto("/")
    saved = page.get_by_text(
        re.compile(r"You.re offline\. This is the programme as you last saw it: .*\d\d:\d\d")
    )
    expect(saved).to_be_visible()
    expect(films(page).get_by_role("heading")).to_have_text(titles)
    page.context.set_offline(offline=False)
    expect(page.get_by_role("combobox", name="Cinema")).to_be_visible()
    expect(saved).to_be_hidden()


def test_failed_list_request_is_retried(page: Page, database: psycopg.Connection, day: str) -> None:
    page.route("**/api/shows/**", lambda route: route.fulfill(status=503, headers={"Retry-After": "3"}))
    page.goto(f"/?venue={berlin_venue_id(database)}&date={day}")
    expect(page.get_by_text("The box office is busy. Try again in 3 seconds.")).to_be_visible()
    page.unroute("**/api/shows/**")
    page.get_by_role("button", name="Retry").click()
    expect(films(page).first).to_be_visible()


def test_language_can_be_changed_and_changed_back(page: Page, database: psycopg.Connection, day: str) -> None:
    address = f"/?venue={berlin_venue_id(database)}&date={day}&time=evening"
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name=re.compile("^What.s on$"))).to_be_visible()
    expect(films(page).first).to_contain_text(re.compile(r"from €\d+"))

    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1, name="Programm")).to_be_visible()
    expect(films(page).first).to_contain_text(re.compile(r"ab \d+(,\d\d)?\s€"))
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.url.endswith(address)
    films(page).first.get_by_role("heading").get_by_role("link").click()
    date = re.compile(r"^(Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag), \d+\. \w+$")
    expect(page.get_by_role("heading", level=3, name=date).first).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=2, name="Shows")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.screens
def test_footer_that_failed_to_load_loads_once_the_browser_is_online(page: Page) -> None:
    code = "**/cinema.*.js"
    page.route(code, lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "/cinema." in request.url):
        page.goto("/")
    footer = page.get_by_role("contentinfo")
    expect(footer.get_by_role("link")).to_have_count(1)
    page.unroute(code)
    page.context.set_offline(True)
    page.context.set_offline(False)
    expect(footer.get_by_role("link", name="Legal notice")).to_be_visible()


def test_selected_cinema_is_stored(page: Page) -> None:
    page.goto("/")
    cinema = page.get_by_role("combobox", name="Cinema")
    cinema.select_option(NEW_YORK)
    expect(page.get_by_role("contentinfo")).to_contain_text("210 Harbor Row")
    page.goto("/")
    expect(cinema.locator("option:checked")).to_have_text(NEW_YORK)
    cinema.select_option(BERLIN)
    page.goto("/")
    expect(cinema.locator("option:checked")).to_have_text(BERLIN)


WATCH_SHIFTS = (
    "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
    "entry => { if (!entry.hadRecentInput) window.shift += entry.value; }"
    ")).observe({type: 'layout-shift', buffered: true})"
)


@pytest.mark.screens
def test_late_shows_do_not_move_the_facts_of_a_film(page: Page) -> None:
    def delay(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    page.route("**/api/shows/?movie=1&*", delay)
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script(WATCH_SHIFTS)
    page.goto("/film/1")
    expect(page.locator("main time").first).to_be_visible()
    expect(page.get_by_text("Director")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") <= 0.02


@pytest.mark.screens
def test_next_day_does_not_move_the_coming_films(page: Page, database: psycopg.Connection) -> None:
    def delay(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route(re.compile(r"/assets/nothing\.|/api/shows/\?(?!.*date=)"), delay)
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"/?venue={berlin_venue_id(database)}&date=2020-01-01")
    expect(page.get_by_role("link", name=re.compile("^(Next shows|Show the current)"))).to_be_visible()
    expect(page.get_by_role("heading", name="Coming soon")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") <= 0.02


def test_programme_opens_on_the_next_day_without_a_layout_shift(
    page: Page, database: psycopg.Connection
) -> None:
    # The business day starts at five.
    today = (datetime.now(ZoneInfo("Europe/Berlin")) - timedelta(hours=5)).date()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        time.sleep(1)
        if f"date={today}&" in route.request.url:
            route.fulfill(json={"next": None, "previous": None, "results": []})
        else:
            route.continue_()

    page.route(re.compile(r"/api/shows/\?"), answer)
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"/?venue={berlin_venue_id(database)}")
    expect(page.get_by_text("No more shows today.")).to_be_visible()
    expect(films(page).first).to_be_visible()
    assert len(asked) == 3
    chosen = page.get_by_role("navigation", name="Day").locator("[aria-current=date]")
    expect(chosen).not_to_contain_text("Today")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") <= 0.02


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(PHONE, id="phone"),
        pytest.param({"width": 1440, "height": 900}, id="desktop", marks=pytest.mark.screens),
    ],
)
@pytest.mark.parametrize(
    "address", ["/?venue={venue}&date={day}", pytest.param("/film/1", marks=pytest.mark.screens)]
)
def test_no_layout_shift_although_the_fonts_load_late(
    page: Page, database: psycopg.Connection, day: str, address: str, size: ViewportSize
) -> None:
    def delay(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    page.route("**/*.woff2", delay)
    page.set_viewport_size(size)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(address.format(venue=berlin_venue_id(database), day=day))
    expect(page.locator("main time").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(2_000)
    assert page.evaluate("document.fonts.check('800 32px \"Big Shoulders\"')")
    assert page.evaluate("window.shift") <= 0.02
