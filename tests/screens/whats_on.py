"""The first page, and the pages around it."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.screens.demo_site import House
from tests.screens.network import fail_at_once, never_answer
from tests.screens.seats import hold


def loaded(page: Page, house: House) -> None:
    """What’s on: films and times of the day after tomorrow"""
    house.sell_programme(_day(2))
    page.goto(f"/?date={_day(2)}")
    page.get_by_role("article").first.wait_for()


def loading(page: Page, house: House) -> None:  # noqa: ARG001
    """What’s on: the list is on its way"""
    never_answer(page, "**/api/shows/**")
    page.goto(f"/?date={_day(2)}")
    page.get_by_text("Loading the programme").wait_for()


def empty_day(page: Page, house: House) -> None:  # noqa: ARG001
    """What’s on: nothing that day"""
    page.goto(f"/?date={_day(300)}")
    page.get_by_text("Nothing later has been announced yet").wait_for()


def error(page: Page, house: House) -> None:  # noqa: ARG001
    """What’s on: the server can’t be reached"""
    fail_at_once(page, "**/api/shows/**")
    page.goto(f"/?date={_day(2)}")
    page.get_by_role("button", name="Retry").wait_for()


def offline(page: Page, house: House) -> None:
    """What’s on: without a network, the last list stays"""
    loaded(page, house)
    page.context.set_offline(True)
    page.get_by_text("You’re offline").wait_for()


def filters(page: Page, house: House) -> None:
    """What’s on: with the filters open"""
    loaded(page, house)
    toggle = page.get_by_role("button", name="Filters")
    if toggle.is_visible():
        toggle.click()
    page.get_by_role("combobox", name="Time").select_option("evening")
    page.get_by_role("article").first.wait_for()


def nothing_matches(page: Page, house: House) -> None:
    """What’s on: nothing that day matches"""
    loaded(page, house)
    page.get_by_role("searchbox", name="Find a film").fill("no film is called like this")
    page.get_by_role("button", name="Clear filters").wait_for()


def film(page: Page, house: House) -> None:
    """Film: facts and shows by day"""
    page.goto(f"/film/{house.film_id('Inception')}")
    page.get_by_role("link", name=re.compile("from ")).first.wait_for()


def film_loading(page: Page, house: House) -> None:
    """Film: on its way"""
    never_answer(page, "**/api/movies/**")
    page.goto(f"/film/{house.film_id('Inception')}")
    page.get_by_text("Loading the film").wait_for(state="attached")


def film_error(page: Page, house: House) -> None:
    """Film: the server can’t be reached"""
    fail_at_once(page, "**/api/movies/**")
    page.goto(f"/film/{house.film_id('Inception')}")
    page.get_by_role("button", name="Retry").wait_for()


def film_not_on(page: Page, house: House) -> None:
    """Film: no shows announced"""
    page.goto(f"/film/{house.unannounced_film}")
    page.get_by_text("No shows of this film have been announced.").wait_for()


def film_not_found(page: Page, house: House) -> None:  # noqa: ARG001
    """Film: nothing at this address"""
    page.goto("/film/999999999")
    page.get_by_role("heading", name="Film not found").wait_for()


def hold_pill(page: Page, house: House) -> None:
    """What’s on: two seats are held meanwhile"""
    hold(page, house)
    loaded(page, house)
    page.get_by_role("link", name=re.compile("2 seats held")).wait_for()


def not_found(page: Page, house: House) -> None:  # noqa: ARG001
    """An address that leads nowhere"""
    page.goto("/nowhere")
    page.get_by_role("heading", name="Page not found").wait_for()


def _day(ahead: int) -> date:
    return date.today() + timedelta(days=ahead)  # noqa: DTZ011 - the browser's clock is this one
