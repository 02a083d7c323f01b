"""Every screen of the staff app says when it loads, when loading failed, and when there is no network."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.a11y.axe import violations
from tests.e2e.staff_team import Open
from tests.screens.network import SHORT_TIMEOUTS

pytestmark = pytest.mark.screens

PATHS = (
    "",
    "orders",
    "orders/ABCD2345",
    "shows/1/attendees",
    "films",
    "films/1",
    "people",
    "people/1",
    "people/devices",
    "people/devices/new",
    "programs",
    "audit",
    "roles",
    "prices",
    "prices/new",
    "prices/1",
    "prices/rules",
    "prices/rules/new",
    "prices/ticket-types",
    "prices/ticket-types/1",
    "settings",
    "settings/legal",
    "settings/payments",
    "set-up",
    "set-up/hall",
    "set-up/show",
    "your-sign-in",
)
"""All screens that load something. The others are forms, which are empty at first."""

SESSION = re.compile("/api/staff/session/$")

paths = pytest.mark.parametrize("path", PATHS)


def block(page: Page, *, abort: bool) -> None:
    """Let all requests of the page fail or wait forever, except the one that asks who is signed in."""

    def answer(route: Route) -> None:
        if SESSION.search(route.request.url):
            route.continue_()
        elif abort:
            route.abort()

    page.route("**/api/**", answer)


@paths
def test_a_screen_says_that_it_loads(open_as: Open, path: str) -> None:
    page = open_as("about:blank", "Olga")
    block(page, abort=False)
    page.goto(f"/staff/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Loading …").first).to_be_attached()
    assert violations(page) == []
    page.unroute_all(behavior="ignoreErrors")


@paths
def test_a_screen_says_that_loading_failed_and_tries_again(open_as: Open, path: str) -> None:
    page = open_as("about:blank", "Olga")
    page.add_init_script(SHORT_TIMEOUTS)
    block(page, abort=True)
    page.goto(f"/staff/{path}")
    retry = page.get_by_role("main").get_by_role("button", name="Retry")
    expect(retry.first).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="The server didn’t answer.").first).to_be_visible()
    assert violations(page) == []
    page.unroute_all(behavior="ignoreErrors")
    for at in reversed(range(retry.count())):
        retry.nth(at).click()
    expect(page.get_by_text("The server didn’t answer.")).to_have_count(0)


@paths
def test_a_screen_says_that_there_is_no_network(open_as: Open, path: str) -> None:
    page = open_as(f"/staff/{path}", "Olga")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("You’re offline. What you see may be out of date")).to_be_visible()
    assert violations(page) == []
