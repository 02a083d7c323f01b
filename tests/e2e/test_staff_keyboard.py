"""Every screen of the staff app that changes something, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.a11y.axe import violations
from tests.e2e.operators import Keyboard
from tests.e2e.staff_team import PASSWORD, Open
from tests.e2e.test_keyboard import FOCUS_IS_VISIBLE
from tests.e2e.test_staff_app import heading
from tests.screens.network import wait_until_loaded

pytestmark = pytest.mark.screens

PATHS = (
    "people",
    "people/invite",
    "people/devices",
    "people/devices/new",
    "programs",
    "programs/new",
    "roles",
    "audit",
    "prices",
    "prices/new",
    "prices/rules",
    "prices/rules/new",
    "prices/ticket-types",
    "prices/ticket-types/new",
    "settings",
    "settings/cinema",
    "settings/seller",
    "settings/refunds",
    "settings/legal",
    "settings/contact",
    "settings/email",
    "settings/payments",
    "films",
    "films/new",
    "films/import",
    "set-up",
    "set-up/cinema",
    "set-up/hall",
    "set-up/show",
    "your-sign-in",
    "second-factor",
)

CONTROLS = """
() => [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")]
    .filter(one => one.checkVisibility() && !one.disabled)
    .map((one, at) => { one.dataset.at = at; return one.outerHTML; })
"""
"""All controls of the page, numbered in their order. A group of radio buttons is one stop."""

MOST_TABS = 200


def reached(page: Page) -> set[int]:
    """Press Tab from the heading to the end of the page. Return the numbers of the controls on the way."""
    page.get_by_role("heading", level=1).focus()
    found: list[int] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.dataset.at")
        if at is None:
            break
        focused = page.locator(f"[data-at='{at}']")
        # The button of a date field's calendar has the focus inside the field, and its own ring.
        if focused.evaluate("one => one.matches(':focus')"):
            assert focused.evaluate(FOCUS_IS_VISIBLE), focused.evaluate("one => one.outerHTML")
        expect(focused).to_be_in_viewport()
        found.append(int(at))
    assert found == sorted(found)
    return set(found)


@pytest.mark.parametrize("path", PATHS)
def test_tab_reaches_every_control_with_a_visible_focus(open_as: Open, path: str) -> None:
    page = open_as(f"/staff/{path}", "Olga")
    wait_until_loaded(page)
    page.wait_for_load_state("networkidle")
    controls = page.evaluate(CONTROLS)
    # The link to the page above comes before the heading.
    after = {at for at, html in enumerate(controls) if "parent" not in html}
    radios = {at for at, html in enumerate(controls) if 'type="radio"' in html}
    found = reached(page)
    assert after - radios <= found, [controls[at] for at in sorted(after - radios - found)]
    assert violations(page) == []


def test_a_key_and_a_device_by_keyboard(open_as: Open) -> None:
    page = open_as("/staff/programs/new", "Olga")
    keyboard, main = Keyboard(page), page.get_by_role("main")
    heading(page, "Create a key")
    keyboard.type(page.get_by_label("Name of the program"), "Signage")
    page.keyboard.press("Enter")
    heading(page, "Key of Signage")
    keyboard.press(main.get_by_role("link", name="I have copied the key"))
    heading(page, "Programs")
    row = page.get_by_role("row").filter(has_text="Signage")
    keyboard.press(row.get_by_role("button", name="Revoke the key Signage"))
    keyboard.press(page.get_by_role("dialog").get_by_role("button", name="Revoke"))
    expect(row).to_contain_text("Revoked on")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.goto("/staff/people/devices/new")
    keyboard.tick(page.get_by_role("checkbox", name="All halls, also later ones"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose at least one hall.")).to_be_visible()
    keyboard.tick(page.get_by_role("checkbox", name="Saal 2", exact=True))
    page.keyboard.press("Enter")
    heading(page, "Code for the device")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_prices_by_keyboard(open_as: Open) -> None:
    page = open_as("/staff/prices/ticket-types/new", "Mara")
    keyboard = Keyboard(page)
    heading(page, "New ticket type")
    keyboard.type(page.get_by_label("Name", exact=True), "Group")
    keyboard.type(page.get_by_label("Minimum age"), "6")
    keyboard.tick(page.get_by_label("Proof is needed at the entrance"))
    page.keyboard.press("Enter")
    heading(page, "Ticket types")
    keyboard.press(page.get_by_role("link", name="Group"))
    heading(page, "Ticket type: Group")
    keyboard.press(page.get_by_role("button", name="Archive the ticket type"))
    heading(page, "Ticket types")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.goto("/staff/prices/new")
    keyboard.type(page.get_by_label("Name", exact=True), "Matinée")
    keyboard.type(page.get_by_label(re.compile("^Base price")), "6")
    page.keyboard.press("Enter")
    heading(page, "Prices")
    keyboard.press(page.get_by_role("link", name="Matinée"))
    heading(page, "Price card: Matinée")
    keyboard.type(page.get_by_label(re.compile("^Base price")), "6.50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    keyboard.press(page.get_by_role("button", name="Apply to all future shows …"))
    expect(page.get_by_role("dialog", name="Apply the newest prices?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Apply to all future shows …")).to_be_focused()
    page.goto("/staff/prices/rules/new")
    keyboard.type(page.get_by_label("Format"), "35 mm")
    page.keyboard.press("Enter")
    heading(page, "Price rules")
    rule = page.get_by_role("row").filter(has_text="35 mm")
    keyboard.press(rule.get_by_role("button", name=re.compile("^Delete rule")))
    expect(rule).to_have_count(0)


def test_settings_by_keyboard(open_as: Open) -> None:
    page = open_as("/staff/settings", "Mara")
    keyboard = Keyboard(page)
    sections = page.get_by_role("navigation", name="Sections of the settings")
    keyboard.press(sections.get_by_role("link", name="Legal texts"))
    heading(page, "Legal texts")
    keyboard.type(page.get_by_role("group", name="Imprint").get_by_label("Text"), "Harbor Light Inc.")
    keyboard.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    keyboard.press(sections.get_by_role("link", name="Opening hours and contact"))
    heading(page, "Opening hours and contact")
    keyboard.press(page.get_by_role("button", name="Add a time"))
    keyboard.press(page.get_by_role("button", name=re.compile("^Remove")).last)
    keyboard.type(page.get_by_label("Phone"), "030 555")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def test_people_and_ones_own_sign_in_by_keyboard(open_as: Open) -> None:
    page = open_as("/staff/people", "Olga")
    keyboard = Keyboard(page)
    keyboard.press(page.get_by_role("link", name="Petra Weber"))
    heading(page, "Petra Weber")
    keyboard.press(page.get_by_role("button", name="Add a role"))
    page.keyboard.type("Steward")
    keyboard.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    keyboard.press(page.get_by_role("button", name=re.compile("^Remove Steward")))
    expect(page.get_by_role("button", name="Add a role")).to_be_focused()
    keyboard.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    keyboard.press(page.get_by_role("button", name="Reset the sign-in"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Reset the sign-in")).to_be_focused()
    page.goto("/staff/audit")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Petra Weber")
    page.goto("/staff/your-sign-in")
    section = page.get_by_role("region", name="Approval PIN")
    keyboard.type(section.get_by_label("New approval PIN"), "274916")
    keyboard.type(section.get_by_label("Your password"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have an approval PIN.")).to_be_visible()
