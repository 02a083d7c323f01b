"""The staff app in a browser: sign-in, what a role shows, and the end of a session."""

import re
from base64 import b32decode

import httpx
import psycopg
import pytest
from django_otp.oath import totp
from playwright.sync_api import Page, ViewportSize, expect

from tests.a11y.axe import COLOURS, violations
from tests.a11y.overflow import assert_no_horizontal_scroll
from tests.e2e.staff_team import PASSWORD, Open, Team
from tests.e2e.test_keyboard import go_to, press_on
from tests.live_app import NO_TLS, LiveApp

NARROWEST: ViewportSize = {"width": 320, "height": 740}
"""A 1280-pixel window at 400 per cent zoom (WCAG 1.4.10)."""


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def check(page: Page) -> None:
    """No violation of axe, in both themes, and no horizontal scroll in the narrowest window."""
    size = page.viewport_size
    assert size
    assert violations(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert violations(page, COLOURS) == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(NARROWEST)
    assert_no_horizontal_scroll(page)
    page.set_viewport_size(size)


def test_sign_in_leads_to_the_page_of_the_address_and_sign_out_ends_it(open_as: Open) -> None:
    page = open_as("/staff/roles")
    heading(page, "Sign in")
    expect(page).to_have_title("Sign in · Matinee")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Enter your password.")).to_be_visible()
    sign_in(page, "cem@kino.example", "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("Email address, password or code is wrong.")
    check(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    heading(page, "Who may do what")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
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


def set_up_an_app(page: Page) -> None:
    """Set up an authenticator app as the second factor. The page then shows the recovery codes."""
    app = page.get_by_role("region", name="With an app")
    app.get_by_role("button", name="Set up an app").click()
    expect(app.get_by_text("Enter your password.")).to_be_visible()
    app.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    check(page)
    key = page.get_by_text("Or type this key:").locator("+ p").inner_text()
    page.get_by_role("textbox", name="Code").fill(f"{totp(b32decode(key.replace(' ', ''))):06d}")
    page.get_by_role("button", name="Confirm").click()
    heading(page, "Keep your recovery codes")
    expect(page.locator("main li")).to_have_count(10)


def test_a_second_factor_is_set_up_with_an_app(open_as: Open) -> None:
    page = open_as("/staff/", "Paula")
    page.get_by_role("link", name="Set it up").click()
    heading(page, "Set up a second factor")
    check(page)
    set_up_an_app(page)
    check(page)
    page.get_by_role("button", name="I have kept the codes").click()
    heading(page, "Today")
    expect(page.get_by_role("link", name="Set it up")).to_have_count(0)


def test_a_cashier_sees_only_what_the_role_includes(open_as: Open, team: Team) -> None:
    page = open_as("/staff/", "Cem")
    heading(page, "Today")
    expect(page.get_by_role("heading", name=f"Cashier at {team.cinemas[0]}")).to_be_visible()
    expect(page.get_by_text("sell at the counter")).to_be_visible()
    expect(page.get_by_role("navigation", name="Screens").get_by_role("link")).to_have_text(
        ["Today", "Orders"]
    )
    check(page)
    for path in ("people", "people/invite", f"people/{team.ids['Olga']}", "programs", "audit"):
        page.goto(f"/staff/{path}")
        heading(page, "Your role does not include this")
    expect(page.get_by_text("read who did what")).to_be_visible()
    page.goto("/staff/no/such/page")
    heading(page, "Page not found")


def test_the_end_of_the_session_loses_nothing(
    open_as: Open, team: Team, database: psycopg.Connection
) -> None:
    page = open_as("/staff/people/invite", "Ottilie")
    page.get_by_label("Email").fill("nora@kino.example")
    page.get_by_label("First name").fill("Nora")
    database.execute("DELETE FROM django_session WHERE session_key = %s", (team.sessions["Ottilie"],))
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog).to_be_visible()
    check(page)
    expect(dialog.get_by_label("Email")).to_have_value("ottilie@kino.example")
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("First name")).to_have_value("Nora")
    page.get_by_role("button", name="Invite", exact=True).click()
    heading(page, "Invitation")


@pytest.mark.screens
def test_the_palette_opens_screens_by_keyboard(open_as: Open) -> None:
    page = open_as("/staff/", "Cem")
    heading(page, "Today")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Screen, person, order, show or film")).to_be_focused()
    check(page)
    page.keyboard.type("role permission")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    heading(page, "Who may do what")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("nobody at all")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.screens
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


def test_a_person_is_invited_by_keyboard_and_signs_in(open_as: Open, base_url: str, team: Team) -> None:
    page = open_as("/staff/", "Olga")
    heading(page, "Today")
    page.keyboard.press("Control+k")
    page.keyboard.type("invite")
    page.keyboard.press("Enter")
    heading(page, "Invite a person")
    go_to(page, page.get_by_label("Email"))
    page.keyboard.type("ada@kino")
    go_to(page, page.get_by_label("First name"))
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This email address isn’t complete.")).to_be_visible()
    expect(page.get_by_label("Email")).to_be_focused()
    check(page)
    page.keyboard.press("End")
    page.keyboard.type(".example")
    go_to(page, page.get_by_label("Role", exact=True))
    page.keyboard.type("Programmer")
    go_to(page, page.get_by_role("main").get_by_label("Cinema", exact=True))
    page.keyboard.type(team.cinemas[1])
    press_on(page, page.get_by_role("button", name="Invite", exact=True))
    heading(page, "Invitation")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    check(page)
    link = page.get_by_label("Link of the invitation").input_value()
    assert link.startswith(f"{base_url}/staff/invitation/")
    press_on(page, page.get_by_role("button", name="Invite another person"))
    go_to(page, page.get_by_label("Email"))
    page.keyboard.type("ADA@kino.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("has an account already")

    invited = open_as(link)
    heading(invited, "Choose your password")
    expect(invited.get_by_text(f"Programmer at {team.cinemas[1]}. You will sign in as ")).to_be_visible()
    expect(invited.get_by_text("This link works once, until ")).to_be_visible()
    invited.get_by_label("New password").fill("password")
    invited.get_by_role("button", name="Set the password").click()
    password = invited.get_by_label("New password")
    expect(password).to_have_accessible_description(re.compile("at least 10 characters"))
    expect(password).to_be_focused()
    check(invited)
    invited.get_by_label("New password").fill("correct horse battery")
    invited.keyboard.press("Enter")
    heading(invited, "Today")
    expect(invited.get_by_role("heading", name=f"Programmer at {team.cinemas[1]}")).to_be_visible()
    again = open_as(link)
    heading(again, "This link cannot be used")
    check(again)


def test_a_stale_save_shows_the_current_state_and_can_be_applied_to_it(
    open_as: Open, team: Team, database: psycopg.Connection
) -> None:
    address = f"/staff/people/{team.ids['Cem']}"
    first, second = open_as(address, "Olga"), open_as(address, "Olga")
    for page in (first, second):
        heading(page, "Cem Weber")
    first.get_by_role("button", name="Add a role").click()
    expect(first.get_by_label("Role", exact=True).last).to_be_focused()
    first.get_by_label("Role", exact=True).last.select_option("Steward")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    second.get_by_label("Last name").fill("Weber-Klein")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text(f"Cashier at {team.cinemas[0]} and Steward at all")
    check(second)
    assert names(database, team.ids["Cem"]) == ("Weber", ["cashier", "steward"])
    second.get_by_role("button", name="Apply my change to it").click()
    heading(second, "Cem Weber-Klein")
    expect(second.get_by_role("alert").filter(has_text="Another person")).to_have_count(0)
    assert names(database, team.ids["Cem"]) == ("Weber-Klein", ["cashier", "steward"])


def names(database: psycopg.Connection, person_id: int) -> tuple[str, list[str]]:
    """The last name and the roles of a person."""
    row = database.execute(
        "SELECT last_name, array_agg(role ORDER BY role) FROM staff_user"
        " JOIN role_grant ON user_id = staff_user.id WHERE staff_user.id = %s GROUP BY last_name",
        (person_id,),
    ).fetchone()
    assert row
    return row[0], row[1]


@pytest.mark.screens
def test_a_person_is_deactivated_and_gets_a_new_link(open_as: Open, team: Team) -> None:
    page = open_as("/staff/people", "Olga")
    page.get_by_role("link", name="Carla Weber").click()
    page.get_by_role("button", name="Reset the sign-in").click()
    dialog = page.get_by_role("dialog", name="Reset the sign-in?")
    dialog.get_by_role("button", name="Reset the sign-in").click()
    expect(page.get_by_label("Link of the invitation")).to_be_visible()
    page.get_by_role("button", name="Deactivate").click()
    dialog = page.get_by_role("dialog", name="Deactivate Carla Weber?")
    check(page)
    dialog.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Deactivated · has a second factor")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="People", exact=True).click()
    heading(page, "People")
    expect(page.get_by_role("link", name="Paula Weber")).to_be_visible()
    expect(page.get_by_role("link", name="Carla Weber")).to_have_count(0)
    page.get_by_label("Show deactivated people (1)").check()
    check(page)
    page.get_by_role("combobox", name="Cinema").select_option(team.cinemas[1])
    expect(page.get_by_role("link", name="Mara Weber")).to_be_visible()
    expect(page.get_by_role("link", name="Paula Weber")).to_have_count(0)


@pytest.mark.screens
def test_refusals_are_sentences(open_as: Open, team: Team) -> None:
    page = open_as(f"/staff/people/{team.ids['Olga']}", "Olga")
    page.get_by_role("button", name="Remove Owner at all cinemas").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("You cannot take away your own roles")
    expect(page.get_by_role("button", name="Deactivate")).to_have_count(0)
    page.goto("/staff/people/999999")
    expect(page.get_by_role("alert")).to_contain_text("This person is not on your team.")
    check(page)


@pytest.mark.screens
def test_a_manager_changes_only_what_the_role_includes(open_as: Open, team: Team) -> None:
    page = open_as("/staff/people", "Mara")
    expect(page.get_by_role("link", name="Mara Weber")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text(team.cinemas[1])
    expect(page.get_by_role("link", name="Paula Weber")).to_have_count(0)
    page.get_by_role("link", name="Olga Weber").click()
    expect(page.get_by_text("(you may not change this role)")).to_be_visible()
    page.get_by_label("Last name").fill("Changed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your role does not include this.")
    page.goto("/staff/people/invite")
    expect(page.get_by_label("Role", exact=True).get_by_role("option")).to_have_text(
        ["Manager", "Programmer", "Cashier", "Steward", "Accounts"]
    )


@pytest.mark.screens
def test_a_programs_key_is_shown_once_and_revoked(open_as: Open, live_app: LiveApp, team: Team) -> None:
    page = open_as("/staff/programs", "Olga")
    expect(page.get_by_role("row").filter(has_text="Gate")).to_contain_text(f"Steward at {team.cinemas[0]}")
    page.get_by_role("link", name="Create a key").click()
    heading(page, "Create a key")
    check(page)
    page.get_by_label("Name of the program").fill("Website")
    page.get_by_label("Last day").fill("2099-12-31")
    page.get_by_role("button", name="Create the key").click()
    heading(page, "Key of Website")
    check(page)
    key = page.get_by_label("Key", exact=True).input_value()
    headers = {"Authorization": f"Bearer {key}"}
    roles = f"{live_app.base_url}/api/staff/roles/"
    assert httpx.get(roles, headers=headers, verify=NO_TLS).status_code == 200
    page.get_by_role("link", name="I have copied the key").click()
    row = page.get_by_role("row").filter(has_text="Website")
    expect(row).to_contain_text("Active until 31 Dec 2099")
    expect(row).to_contain_text(f"mtk_…{key[-4:]}")
    revoke = row.get_by_role("button", name="Revoke the key Website")
    revoke.click()
    check(page)
    page.keyboard.press("Escape")
    expect(revoke).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(revoke).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("Revoked on")
    # The button is gone.
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    check(page)
    assert httpx.get(roles, headers=headers, verify=NO_TLS).status_code == 401


@pytest.mark.screens
def test_the_audit_trail_reads_as_sentences(open_as: Open, team: Team) -> None:
    page = open_as("/staff/audit", "Olga")
    entries = page.get_by_role("row")
    gate = entries.filter(has_text="Gate")
    expect(gate).to_contain_text("A command on the server")
    expect(gate).to_contain_text(re.compile("Created the key of a program: Gate ….{4}, with the"))
    page.goto(f"/staff/people/{team.ids['Paula']}")
    page.get_by_label("Role", exact=True).select_option("Accounts")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.get_by_role("link", name="Audit").click()
    cinema = team.cinemas[0]
    expect(entries.nth(1)).to_contain_text(
        f"Changed the roles of Paula Weber from Programmer at {cinema} to Accounts at {cinema}."
    )
    check(page)
    page.get_by_role("combobox", name="Cinema").select_option(cinema)
    expect(gate).to_be_visible()
    # Both of her roles were at this cinema, so its managers can read the entry.
    expect(page.get_by_text("Changed the roles of Paula Weber")).to_be_visible()
    page.get_by_role("combobox", name="Cinema").select_option(team.cinemas[1])
    expect(page.get_by_text("What people and their programs did at " + team.cinemas[1])).to_be_visible()
    expect(gate).to_have_count(0)
    expect(page.get_by_text("Changed the roles of Paula Weber")).to_have_count(0)
