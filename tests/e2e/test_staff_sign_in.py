"""Passkeys, the approval PIN and devices of the staff app in Chromium, with its virtual authenticator."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.staff_team import PASSWORD
from tests.e2e.test_staff_app import check, heading, sign_in
from tests.live_app import NO_TLS, LiveApp
from tests.staff_sessions import SESSION_OF

CREATE = (
    SESSION_OF
    + f"""
from matinee.staff.models import RoleGrant, User
user = User.objects.create_user("{{email}}", {PASSWORD!r}, first_name="{{name}}", last_name="Lind")
RoleGrant.objects.create(user=user, role="owner")
print(session_of(user))
"""
)


@pytest.fixture
def page_of_site(browser: Browser, base_url: str) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(base_url=base_url, locale="en-GB", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def person(app: LiveApp, name: str) -> tuple[str, str]:
    """Add an owner; return the email address and the key of a session."""
    email = f"{name.lower()}@lind.example"
    lines = app.matinee("manage", "shell", "-c", CREATE.format(email=email, name=name)).splitlines()
    return email, lines[-1]


def open_as(page: Page, app: LiveApp, name: str, address: str) -> None:
    """Open an address as a new owner. Sign-ins with passwords are limited, and other tests need them."""
    _, session = person(app, name)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": app.base_url}])
    page.goto(address)


def add_authenticator(page: Page) -> Callable[[bool], None]:
    """Give the browser an authenticator that verifies the person without asking.

    Returns a function that says whether the person is there. While they are, Chromium uses a passkey as soon
    as a page offers it at a field.
    """
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def present(is_there: bool) -> None:
        state = {"authenticatorId": made["authenticatorId"], "enabled": is_there}
        devtools.send("WebAuthn.setAutomaticPresenceSimulation", state)

    return present


def hide_list(page: Page) -> None:
    """Make the open page believe that the browser offers no passkeys at fields."""
    page.evaluate("PublicKeyCredential.isConditionalMediationAvailable = async () => false")


def sign_out(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"{name} Lind").click()
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")


def test_a_passkey_is_registered_and_opens_the_account(page_of_site: Page, live_app: LiveApp) -> None:
    page, (email, _) = page_of_site, person(live_app, "Pia")
    present = add_authenticator(page)
    page.goto("/staff/your-sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    sign_in(page, email)
    heading(page, "Your sign-in")
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Enter a name.")).to_be_visible()
    check(page)
    passkeys = page.get_by_role("region", name="Passkeys")
    passkeys.get_by_label("Name of the passkey").fill("Laptop")
    passkeys.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Keep your recovery codes")
    expect(page.locator("main li")).to_have_count(10)
    page.get_by_role("button", name="I have kept the codes").click()
    heading(page, "Today")
    expect(page.get_by_role("link", name="Set it up")).to_have_count(0)

    present(False)
    sign_out(page, "Pia")
    present(True)
    page.reload()
    heading(page, "Today")

    hide_list(page)
    sign_out(page, "Pia")
    page.get_by_role("button", name="Sign in with a passkey").click()
    heading(page, "Today")

    sign_out(page, "Pia")
    sign_in(page, email)
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    check(page)
    page.get_by_role("button", name="Use your passkey").click()
    heading(page, "Today")


@pytest.mark.screens
def test_own_passkeys_are_named_and_removed(page_of_site: Page, live_app: LiveApp) -> None:
    page = page_of_site
    add_authenticator(page)
    open_as(page, live_app, "Nils", "/staff/second-factor")
    heading(page, "Set up a second factor")
    expect(page.get_by_role("heading", name="With an app")).to_be_visible()
    check(page)
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("region", name="With a passkey").get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="I have kept the codes").click()
    heading(page, "Today")
    page.get_by_role("button", name="Nils Lind").click()
    page.get_by_role("link", name="Your sign-in", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Laptop")
    page.get_by_role("textbox", name="Name of the passkey").fill("Again")
    page.get_by_role("main").get_by_label("Your password").locator("visible=true").first.fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(
        page.get_by_role("alert").filter(has_text="has a passkey for your account already")
    ).to_be_visible()
    row.get_by_role("button", name="Rename the passkey Laptop").click()
    dialog = page.get_by_role("dialog")
    check(page)
    dialog.get_by_label("Name of the passkey").fill("Work")
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has_text="Work")
    row.get_by_role("button", name="Remove the passkey Work").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(dialog.get_by_text("Enter your password.")).to_be_visible()
    check(page)
    dialog.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    section = page.get_by_role("region", name="Password")
    section.get_by_label("Your password").fill(PASSWORD)
    section.get_by_label("New password").fill("password")
    page.keyboard.press("Enter")
    expect(section.get_by_label("New password")).to_have_accessible_description(
        re.compile("at least 10 characters")
    )
    expect(section.get_by_label("New password")).to_be_focused()
    check(page)
    section.get_by_label("New password").fill("another long password")
    page.keyboard.press("Enter")
    expect(section.get_by_label("New password")).to_have_value("")
    hide_list(page)
    sign_out(page, "Nils")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This passkey does not open an account here")


@pytest.mark.screens
def test_an_approval_pin_is_set_and_removed(page_of_site: Page, browser: Browser, live_app: LiveApp) -> None:
    page = page_of_site
    open_as(page, live_app, "Ida", "/staff/your-sign-in")
    expect(page.get_by_text("You have no approval PIN yet.")).to_be_visible()
    section = page.get_by_role("region", name="Approval PIN")
    for pin, message in (("12345", "Enter 6 to 12 digits."), ("123456", "This PIN is too easy to guess.")):
        section.get_by_label("New approval PIN").fill(pin)
        section.get_by_label("Your password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(section.get_by_text(message)).to_be_visible()
    check(page)
    section.get_by_label("New approval PIN").fill("274916")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have an approval PIN.")).to_be_visible()
    other = browser.new_page(base_url=live_app.base_url, locale="en-GB")
    open_as(other, live_app, "Oda", "/staff/people")
    other.get_by_role("link", name="Ida Lind").click()
    other.get_by_role("button", name="Remove the approval PIN").click()
    other.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(other.get_by_role("button", name="Remove the approval PIN")).to_have_count(0)
    other.close()
    page.reload()
    expect(page.get_by_text("You have no approval PIN yet.")).to_be_visible()


@pytest.mark.screens
def test_a_device_is_paired_confirmed_and_revoked(page_of_site: Page, live_app: LiveApp) -> None:
    page = page_of_site
    open_as(page, live_app, "Uwe", "/staff/people/devices")
    heading(page, "Devices")
    check(page)
    page.get_by_role("link", name="Pair a device").click()
    heading(page, "Pair a device")
    halls = page.get_by_role("group", name="Halls")
    halls.get_by_role("checkbox", name="All halls, also later ones").uncheck()
    page.get_by_role("button", name="Show the code").click()
    expect(page.get_by_text("Choose at least one hall.")).to_be_visible()
    halls.get_by_role("checkbox", name="Saal 2", exact=True).check()
    check(page)
    page.get_by_role("button", name="Show the code").click()
    heading(page, "Code for the device")
    expect(page.get_by_role("img", name="QR code for the device")).to_be_visible()
    check(page)
    code = page.get_by_role("status").filter(has_text=" ").last.inner_text()
    site = live_app.base_url
    device = httpx.post(
        f"{site}/api/devices/pair/", json={"code": code, "name": "Scanner 1"}, verify=NO_TLS
    ).json()
    assert [hall["name"] for hall in device["halls"]] == ["Saal 2"]
    heading(page, "Scanner 1 is paired")
    expect(page.get_by_text(device["check"], exact=True)).to_be_visible()
    check(page)
    page.get_by_role("button", name="Confirm the device Scanner 1").click()
    page.get_by_role("dialog").get_by_role("button", name=f"Yes, it shows {device['check']}").click()
    page.get_by_role("main").get_by_role("link", name="Devices").click()
    row = page.get_by_role("row").filter(has_text="Scanner 1")
    expect(row).to_contain_text("Works")
    expect(row).to_contain_text("1 hall")
    check(page)
    headers = {"Authorization": f"Device {device['token']}"}
    current = f"{site}/api/devices/current/"
    assert httpx.get(current, headers=headers, verify=NO_TLS).json()["confirmed"]
    row.get_by_role("button", name="Revoke the device Scanner 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("Revoked on")
    assert httpx.get(current, headers=headers, verify=NO_TLS).status_code == 401
