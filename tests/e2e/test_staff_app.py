"""The staff app in a browser: sign-in, what a role shows, and the end of a session."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.a11y.axe import violations
from tests.a11y.overflow import assert_no_horizontal_scroll
from tests.e2e.staff_team import PASSWORD, Team, create_team
from tests.live_app import LiveApp

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def team(live_app: LiveApp) -> Team:
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


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def check(page: Page) -> None:
    """No violation of axe in both themes, and no horizontal scroll at 320 px."""
    size = page.viewport_size
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 740})
    assert_no_horizontal_scroll(page)
    assert violations(page) == []
    assert size
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_sign_in_leads_to_the_page_of_the_address_and_sign_out_ends_it(open_as: Open) -> None:
    page = open_as("/staff/roles")
    heading(page, "Sign in")
    expect(page).to_have_title("Sign in · Matinee")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Enter your password.")).to_be_visible()
    sign_in(page, "cem@kino.example", "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("Email address, password or code is wrong.")
    check(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Who may do what")
    check(page)
    page.get_by_role("button", name="Cem Weber").click()
    check(page)
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")
    page.reload()
    heading(page, "Sign in")


def test_an_account_with_a_second_factor_is_asked_for_a_code(open_as: Open, team: Team) -> None:
    page = open_as("/staff/")
    sign_in(page, "carla@kino.example")
    code = page.get_by_role("textbox", name="Code")
    expect(code).to_be_focused()
    check(page)
    code.fill(team.code())
    page.keyboard.press("Enter")
    heading(page, "Today")


def test_a_second_factor_is_set_up_with_an_app(open_as: Open, database: psycopg.Connection) -> None:
    page = open_as("/staff/", "Paula")
    page.get_by_role("link", name="Set it up").click()
    heading(page, "Set up a second factor")
    expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    check(page)
    row = database.execute(
        "SELECT key FROM otp_totp_totpdevice JOIN staff_user ON staff_user.id = user_id"
        " WHERE email = 'paula@kino.example' AND NOT confirmed"
    ).fetchone()
    assert row
    page.get_by_role("textbox", name="Code").fill(f"{totp(bytes.fromhex(row[0])):06d}")
    page.get_by_role("button", name="Confirm").click()
    heading(page, "Keep your recovery codes")
    expect(page.locator("main li")).to_have_count(10)
    check(page)
    page.get_by_role("button", name="I have kept the codes").click()
    heading(page, "Today")
    expect(page.get_by_role("link", name="Set it up")).to_have_count(0)


def test_a_cashier_sees_only_what_the_role_includes(open_as: Open, team: Team) -> None:
    page = open_as("/staff/", "Cem")
    heading(page, "Today")
    expect(page.get_by_role("heading", name=f"Cashier at {team.cinemas[0]}")).to_be_visible()
    expect(page.get_by_text("sell at the counter")).to_be_visible()
    expect(page.get_by_role("navigation", name="Screens").get_by_role("link")).to_have_text(["Today"])
    check(page)
    page.goto("/staff/no/such/page")
    heading(page, "Page not found")


def test_the_end_of_the_session_loses_nothing(
    open_as: Open, team: Team, database: psycopg.Connection
) -> None:
    page = open_as("/staff/", "Ottilie")
    expect(page.get_by_role("heading", name="Owner at all cinemas")).to_be_visible()
    database.execute("DELETE FROM django_session WHERE session_key = %s", (team.sessions["Ottilie"],))
    page.get_by_role("button", name="Ottilie Weber").click()
    page.get_by_role("link", name="Set up a second factor", exact=True).click()
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog).to_be_visible()
    check(page)
    expect(dialog.get_by_label("Email")).to_have_value("ottilie@kino.example")
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    heading(page, "Set up a second factor")
    expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()


def test_the_palette_opens_screens_by_keyboard(open_as: Open) -> None:
    page = open_as("/staff/", "Cem")
    heading(page, "Today")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Screen or person")).to_be_focused()
    check(page)
    page.keyboard.type("role permission")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    heading(page, "Who may do what")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("nobody at all")
    expect(page.get_by_text("Nothing has this name.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_app_is_in_german_too_and_offline_says_so(open_as: Open) -> None:
    page = open_as("/staff/", "Cem", locale="de-DE")
    heading(page, "Heute")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.context.set_offline(True)
    expect(page.get_by_text(re.compile("^Sie sind offline. Was Sie sehen"))).to_be_visible()
    check(page)
    page.context.set_offline(False)
    expect(page.get_by_text(re.compile("^Sie sind offline. Was Sie sehen"))).to_be_hidden()
    page.get_by_role("button", name="Cem Weber").click()
    page.get_by_role("button", name="English").click()
    heading(page, "Today")
