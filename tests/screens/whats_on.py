"""States of the programme, of the film page and of the page for unknown addresses."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.screens.demo_site import DemoSite
from tests.screens.network import abort_without_retry_delay, never_respond
from tests.screens.seats import hold


def loaded(page: Page, demo_site: DemoSite) -> None:
    """What’s on: programme of a day"""
    demo_site.sell_shows_of_day(_day(2))
    page.goto(f"/?date={_day(2)}")
    page.get_by_role("article").first.wait_for()


def loading(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """What’s on: loading"""
    never_respond(page, "**/api/shows/**")
    page.goto(f"/?date={_day(2)}")
    page.get_by_text("Loading the programme").wait_for()


def empty_day(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """What’s on: day without shows"""
    page.goto(f"/?date={_day(300)}")
    page.get_by_text("Later shows have not been announced yet").wait_for()


def error(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """What’s on: server not reachable"""
    abort_without_retry_delay(page, "**/api/shows/**")
    page.goto(f"/?date={_day(2)}")
    page.get_by_role("button", name="Retry").wait_for()


def offline(page: Page, demo_site: DemoSite) -> None:
    """What’s on: offline, with the last list"""
    loaded(page, demo_site)
    page.context.set_offline(True)
    page.get_by_text("You’re offline").wait_for()


def filters(page: Page, demo_site: DemoSite) -> None:
    """What’s on: filters open"""
    loaded(page, demo_site)
    toggle = page.get_by_role("button", name="Filters")
    if toggle.is_visible():
        toggle.click()
    page.get_by_role("combobox", name="Time").select_option("evening")
    page.get_by_role("article").first.wait_for()


def nothing_matches(page: Page, demo_site: DemoSite) -> None:
    """What’s on: no film matches the filters"""
    loaded(page, demo_site)
    page.goto(f"/?date={_day(2)}&time=late&format=3D&language=original")
    page.get_by_role("button", name="Clear filters").wait_for()


def by_time(page: Page, demo_site: DemoSite) -> None:
    """What’s on: the shows of a day by time"""
    loaded(page, demo_site)
    page.get_by_role("link", name="By time").click()
    page.get_by_role("heading", name="Evening").wait_for()


def weekend(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """What’s on: this weekend"""
    page.goto("/?date=weekend")
    page.get_by_role("article").first.wait_for()


def found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """What’s on: a search finds a misspelt film on all days"""
    page.goto("/?q=insepton")
    page.get_by_role("article").first.wait_for()


def nothing_found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """What’s on: a search finds nothing"""
    page.goto("/?q=no+film+is+called+like+this")
    page.get_by_role("button", name="Show the whole programme").wait_for()


def film(page: Page, demo_site: DemoSite) -> None:
    """Film: details and shows by day"""
    page.goto(f"/film/{demo_site.film_id('Inception')}")
    page.get_by_role("link", name=re.compile("from ")).first.wait_for()


def film_loading(page: Page, demo_site: DemoSite) -> None:
    """Film: loading"""
    never_respond(page, "**/api/movies/**")
    page.goto(f"/film/{demo_site.film_id('Inception')}")
    page.get_by_text("Loading the film").wait_for(state="attached")


def film_error(page: Page, demo_site: DemoSite) -> None:
    """Film: server not reachable"""
    abort_without_retry_delay(page, "**/api/movies/**")
    page.goto(f"/film/{demo_site.film_id('Inception')}")
    page.get_by_role("button", name="Retry").wait_for()


def film_without_shows(page: Page, demo_site: DemoSite) -> None:
    """Film: no shows"""
    page.goto(f"/film/{demo_site.film_without_shows}")
    page.get_by_text("No shows of this film have been announced.").wait_for()


def film_not_found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Film: not found"""
    page.goto("/film/999999999")
    page.get_by_role("heading", name="Film not found").wait_for()


def hold_pill(page: Page, demo_site: DemoSite) -> None:
    """What’s on: two seats held"""
    hold(page, demo_site)
    loaded(page, demo_site)
    page.get_by_role("link", name=re.compile("2 seats held")).wait_for()


def not_found(page: Page, demo_site: DemoSite) -> None:  # noqa: ARG001
    """Page not found"""
    page.goto("/nowhere")
    page.get_by_role("heading", name="Page not found").wait_for()


def _day(ahead: int) -> date:
    return date.today() + timedelta(days=ahead)  # noqa: DTZ011 - the browser has the same clock
