"""The first page, and the pages around it."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.stage.house import House
from tests.stage.network import fail, never_answer
from tests.stage.seats import hold


def loaded(page: Page, house: House) -> None:  # noqa: ARG001
    """What’s on: films and times of the day after tomorrow"""
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
    fail(page, "**/api/shows/**")
    page.goto(f"/?date={_day(2)}")
    page.get_by_role("button", name="Retry").wait_for()


def offline(page: Page, house: House) -> None:
    """What’s on: without a network, the last list stays"""
    loaded(page, house)
    page.context.set_offline(True)
    page.get_by_text("You’re offline").wait_for()


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
