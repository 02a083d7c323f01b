"""The Content-Security-Policy blocks nothing that the site needs."""

import re

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.e2e.checkout_page import CODE, pay
from tests.e2e.seat_map_page import SeatMapPage
from tests.live_app import LiveApp

BLOCKED = "blocked: "
"""The prefix of the console messages of the listener."""
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.warn("blocked:", event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber));
"""
MAKE_SUPERUSER = """
from matinee.staff.models import User
User.objects.create_superuser("policy@example.org", "a good long password")
"""


@pytest.fixture
def violations(context: BrowserContext) -> list[str]:
    """A list of the violations that the browser reports during the test."""
    found: list[str] = []

    def record(message: ConsoleMessage) -> None:
        if message.text.startswith(BLOCKED):
            found.append(message.text.removeprefix(BLOCKED))

    context.on("console", record)
    context.add_init_script(LISTEN)
    return found


@pytest.mark.usefixtures("database")
def test_booking_violates_no_policy(page: Page, show_id: int, day: str, violations: list[str]) -> None:
    with page.expect_request("**/events/"):
        page.goto(f"/?date={day}")
        page.get_by_role("link", name=re.compile("from €")).first.click()
    seats = SeatMapPage(page)
    seats.open(show_id)
    seats.hold("G8")
    page.get_by_role("link", name="Continue").click()
    pay(page)
    expect(page.get_by_text(CODE)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("code", re.IGNORECASE)).first).to_be_visible()
    page.goto("/find")
    page.goto("/no/such/page")
    assert violations == []


@pytest.mark.usefixtures("database")
def test_policy_allows_events_from_the_live_port(
    page: Page, show_id: int, violations: list[str], live_app: LiveApp
) -> None:
    with page.expect_response(lambda response: response.url.startswith(live_app.live_url)) as response:
        page.goto(f"/show/{show_id}")
    assert response.value.headers["content-type"] == "text/event-stream"
    assert violations == []


@pytest.mark.screens
def test_api_docs_violate_no_policy(page: Page, violations: list[str]) -> None:
    page.goto("/api/docs/")
    page.locator(".opblock-summary").first.click()
    expect(page.get_by_text("Execute").or_(page.get_by_text("Try it out")).first).to_be_visible()
    assert violations == []


@pytest.mark.screens
def test_admin_violates_no_policy(page: Page, violations: list[str], live_app: LiveApp) -> None:
    live_app.matinee("manage", "shell", "-c", MAKE_SUPERUSER)
    page.goto("/admin/")
    page.get_by_label("mail address").fill("policy@example.org")
    page.get_by_label("Password").fill("a good long password")
    page.get_by_role("button", name="Log in").click()
    for path in ("", "venues/hall/add/", "shows/show/", "checkout/ticketorder/", "staff/user/add/"):
        page.goto(f"/admin/{path}")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
    assert violations == []


def test_inline_script_is_blocked(page: Page, violations: list[str]) -> None:
    """The control: an injected script does not run, and the listener reports it."""
    page.goto("/find")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.injected = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", '<p style="color: red" onclick="alert(1)">x</p>');
          const image = document.createElement("img");
          image.src = "http://elsewhere.example/x.png";
          document.body.append(image);
        }"""
    )
    page.wait_for_function("() => true")
    assert page.evaluate("window.injected") is None
    assert {line.split()[0] for line in violations} == {
        "script-src-elem",
        "style-src-attr",
        "script-src-attr",
        "img-src",
    }
