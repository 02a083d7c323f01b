"""From an empty data folder to a show on the public site, by keyboard alone; and the settings."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.staff_team import PASSWORD, Open
from tests.e2e.test_keyboard import go_to, press_on
from tests.e2e.test_staff_app import check, heading
from tests.faults.machine import Machine, clear, open_folder
from tests.live_app import free_port
from tests.mail_server import Mailbox, run_mail_server

LINK = re.compile(r"http://localhost:\d+/staff/setup/\S+")
FILM = "title,year,duration_minutes,genre,rating,director\nMetropolis,1927,153,Drama,6,Fritz Lang\n"


KEEP = """
CREATE TEMPORARY TABLE kept_venue AS TABLE venue;
CREATE TEMPORARY TABLE kept_terms AS TABLE venue_terms;
CREATE TEMPORARY TABLE kept_pages AS TABLE legal_page;
"""
RESTORE = """
DELETE FROM legal_page;
INSERT INTO legal_page SELECT * FROM kept_pages;
DELETE FROM venue WHERE id NOT IN (SELECT id FROM kept_venue);
UPDATE venue SET address = kept.address, phone = kept.phone, email = kept.email,
    opening_hours = kept.opening_hours, timezone = kept.timezone, version = kept.version
FROM kept_venue AS kept WHERE kept.id = venue.id;
UPDATE venue_terms SET ticket_tax_rate = kept.ticket_tax_rate, refund_limit = kept.refund_limit,
    refundable_until_minutes = kept.refundable_until_minutes
FROM kept_terms AS kept WHERE kept.venue_id = venue_terms.venue_id;
DROP TABLE kept_venue, kept_terms, kept_pages;
"""


@pytest.fixture(scope="module", autouse=True)
def _demo_is_restored(database: psycopg.Connection) -> Iterator[None]:
    """Restore the demo's cinemas, which other tests use too."""
    database.execute(KEEP)
    yield
    database.execute(RESTORE)


@pytest.fixture
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A mail server and its SMTP_URL."""
    with run_mail_server() as server:
        yield server


@pytest.fixture
def mailbox(mail_server: tuple[Mailbox, str]) -> Mailbox:
    """What the mail server has received."""
    return mail_server[0]


@pytest.fixture
def machine(mail_server: tuple[Mailbox, str]) -> Iterator[Machine]:
    """A machine with an empty data folder, a mail server, and without the demo."""
    with open_folder() as folder:
        made = Machine(folder / "data")
        made.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port()), "MATINEE_DEMO": "no"}
        made.environ |= {"SMTP_URL": mail_server[1], "MAIL_FROM": "Rex <tickets@rex.example>"}
        yield made
        made.end_all()
        clear(made.data)


def printed_link(machine: Machine) -> str:
    """Start the site, and return the set-up link that it prints."""
    process = machine.begin("serve")
    assert process.stdout
    link = ""
    for line in process.stdout:
        if found := LINK.search(line):
            link = found.group()
        if "Matinee is ready" in line:
            return link
    raise AssertionError("the site did not start")


def fill(page: Page, label: str, text: str) -> None:
    """Type into a field by keyboard, in place of its content."""
    go_to(
        page, page.get_by_label(label, exact=True).or_(page.get_by_label(f"{label} (optional)", exact=True))
    )
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def choose(page: Page, label: str, text: str) -> None:
    """Choose an option of a select by typing the beginning of its name."""
    go_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def import_film(machine: Machine, folder: Path) -> None:
    file = folder / "films.csv"
    file.write_text(FILM)
    done = machine.matinee("import-movies", str(file))
    assert done.returncode == 0, done.stderr


def test_an_empty_site_is_set_up_by_keyboard(
    browser: Browser, machine: Machine, mailbox: Mailbox, tmp_path: Path
) -> None:
    link = printed_link(machine)
    context = browser.new_context(
        base_url=f"http://localhost:{machine.environ['PORT']}",
        locale="en-GB",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(link)
    become_owner(page)
    open_cinema(page)
    create_hall(page)
    find_the_way_back(page)
    import_film(machine, tmp_path)
    day = plan_first_show(page)
    page.goto(f"/?date={day}")
    expect(page.get_by_role("article").filter(has_text="Metropolis")).to_be_visible()
    send_test_email(page, mailbox)
    page.goto("/staff/")
    heading(page, "Today")
    expect(page.get_by_role("heading", name="Before Rex sells online")).to_be_visible()
    expect(page.get_by_text("Create a hall with its seats.")).to_have_count(0)
    check(page)
    page.goto(link)
    page.get_by_label("Email").fill("eve@rex.example")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    heading(page, "This link cannot be used")
    check(page)
    refused = machine.matinee("setup-link")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "has an owner already" in refused.stderr
    context.close()


def become_owner(page: Page) -> None:
    heading(page, "Set up Matinee")
    check(page)
    fill(page, "Email", "olga@rex.example")
    fill(page, "First name", "Olga")
    box = page.get_by_label("Show the password").bounding_box()
    label = page.get_by_text("Show the password").bounding_box()
    assert box
    assert label
    assert label["y"] < box["y"] + box["height"] / 2 < label["y"] + label["height"]
    fill(page, "New password", "password")
    page.keyboard.press("Enter")
    password = page.get_by_label("New password")
    expect(password).to_have_accessible_description(re.compile("at least 10 characters"))
    expect(password).to_be_focused()
    page.get_by_role("heading", level=1).focus()
    fill(page, "New password", PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Set-up")


def open_cinema(page: Page) -> None:
    expect(page.get_by_role("listitem").filter(has_text="Your cinema")).to_contain_text("open")
    check(page)
    press_on(page, page.get_by_role("link", name="Next: Your cinema"))
    heading(page, "Your cinema")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    expect(page.get_by_role("option", name="Germany")).to_have_count(1)
    fill(page, "Name of the cinema", "Rex")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("did not accept these values")
    check(page)
    page.get_by_role("heading", level=1).focus()
    fill(page, "Street and number", "Kirchgasse 7")
    fill(page, "City", "Wiesbaden")
    choose(page, "Country", "Germany")
    expect(page.get_by_label("Currency")).to_have_value("EUR")
    press_on(page, page.get_by_role("button", name="Open the cinema"))
    heading(page, "Set-up")
    expect(page.get_by_role("listitem").filter(has_text="Your cinema")).to_contain_text("Rex, Wiesbaden")
    factor = page.get_by_role("link", name="Ask each owner to set up a second factor.")
    expect(factor).to_have_attribute("href", "/staff/second-factor")
    check(page)


def create_hall(page: Page) -> None:
    press_on(page, page.get_by_role("link", name="Next: A hall"))
    heading(page, "A hall")
    fill(page, "Name of the hall", "Saal 1")
    fill(page, "Rows", "6")
    fill(page, "Seats in each row", "8")
    fill(page, "Aisles after the seats", "4, 8")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter numbers of seats that are not the last one of their row.")).to_be_visible()
    check(page)
    page.get_by_role("heading", level=1).focus()
    fill(page, "Aisles after the seats", "4")
    page.keyboard.press("Enter")
    heading(page, "Set-up")
    expect(page.get_by_role("listitem").filter(has_text="A hall")).to_contain_text("done")


def find_the_way_back(page: Page) -> None:
    """The pages of the steps lead back to the set-up, and a cinema can have more halls."""
    expect(page.get_by_role("link", name="Add a hall")).to_have_attribute("href", "/staff/set-up/hall")
    press_on(page, page.get_by_role("link", name="Next: Films"))
    heading(page, "Films")
    expect(page.get_by_role("navigation").get_by_role("link", name="Set-up")).to_be_visible()
    check(page)
    press_on(page, page.get_by_role("main").get_by_role("link", name="Set-up"))
    heading(page, "Set-up")
    steps = page.get_by_role("listitem").filter(has_text="Ticket types such as Adult")
    press_on(page, steps.get_by_role("link", name="Prices"))
    heading(page, "Ticket types")
    expect(page.get_by_role("main").get_by_role("link", name="Set-up")).to_be_visible()
    for path, title in (("prices/new", "New price card"), ("prices", "Prices")):
        page.goto(f"/staff/{path}")
        heading(page, title)
        expect(page.get_by_text("Add ticket types first")).to_be_visible()
        check(page)
    page.goto("/staff/settings/cinema")
    press_on(page, page.get_by_role("link", name="Add a hall"))
    heading(page, "A hall")


def plan_first_show(page: Page) -> date:
    """Plan a show for tomorrow, and return the day."""
    page.goto("/staff/set-up/show")
    heading(page, "The first show")
    expect(page.get_by_label("Hall", exact=True)).to_contain_text("Saal 1")
    check(page)
    day = (datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=1)).date()
    page.get_by_role("heading", level=1).focus()
    # The order of the parts of a date is that of the browser's own language, so these two are not typed.
    go_to(page, page.get_by_label("Day"))
    page.get_by_label("Day").fill(f"{day:%Y-%m-%d}")
    go_to(page, page.get_by_label("Begin"))
    page.get_by_label("Begin").fill("20:15")
    expect(page.get_by_role("status").filter(has_text="No price rule applies")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Own price (EUR)")).to_have_accessible_description(
        re.compile("No price rule applies to this show. Enter a price.")
    )
    check(page)
    fill(page, "Own price (EUR)", "9,505")
    page.keyboard.press("Enter")
    expect(page.get_by_text("no more decimals than the currency has")).to_be_visible()
    page.get_by_role("heading", level=1).focus()
    fill(page, "Own price (EUR)", "9,50")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Metropolis at 20:15 is on the programme and on sale.")).to_be_visible()
    check(page)
    page.goto("/staff/set-up/show")
    page.get_by_label("Day").fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Begin").fill("21:00")
    page.get_by_label("Own price").fill("9")
    page.get_by_role("button", name="Put it on sale").click()
    expect(page.get_by_role("alert")).to_contain_text("Metropolis begins at 20:15")
    check(page)
    return day


def send_test_email(page: Page, mailbox: Mailbox) -> None:
    page.goto("/staff/settings/email")
    heading(page, "Email")
    expect(page.get_by_text("Rex <tickets@rex.example>")).to_be_visible()
    press_on(page, page.get_by_role("button", name="Send a test email to me"))
    expect(page.get_by_role("status").filter(has_text="The mail server took the test email")).to_be_visible()
    assert mailbox.recipients == ["olga@rex.example"]
    check(page)


@pytest.mark.screens
def test_settings_are_changed_section_by_section(open_as: Open) -> None:
    page = open_as("/staff/settings", "Mara")
    heading(page, "Settings")
    expect(page.get_by_text("Ask each owner to set up a second factor.")).to_be_visible()
    check(page)
    sections = page.get_by_role("navigation", name="Sections of the settings")
    sections.get_by_role("link", name="Opening hours and contact").click()
    heading(page, "Opening hours and contact")
    page.get_by_role("button", name="Add a time").click()
    page.get_by_label("Phone").fill("030 123")
    page.get_by_label("Email for customers").fill("rex@")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Enter an email address, such as name@example.org.")).to_be_visible()
    check(page)
    page.get_by_label("Email for customers").fill("kasse@rex.example")
    save(page)
    sections.get_by_role("link", name="Seller and tax").click()
    # The demo's cinemas have a seller; a new cinema has none.
    for label in ("Legal name of the seller", "Tax number", "Tax in per cent"):
        page.get_by_label(label).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Enter the tax in per cent: 0 if the seller pays none.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_have_count(0)
    page.reload()
    page.get_by_label("Tax in per cent").fill("100")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Enter per cent from 0 to 99.99, with two decimals at most.")).to_be_visible()
    check(page)
    page.get_by_label("Tax in per cent").fill("7,5")
    save(page)
    sections.get_by_role("link", name="Refunds").click()
    page.get_by_label("Customers may give tickets back online").select_option(
        "until 60 minutes before the show"
    )
    page.get_by_label("A cashier refunds of one order at most").fill("50")
    save(page)
    check(page)
    sections.get_by_role("link", name="Legal texts").click()
    page.get_by_role("group", name="Imprint").get_by_label("Text").fill("The Harbor Light Inc.")
    save(page)
    check(page)
    page.reload()
    expect(page.get_by_role("group", name="Imprint").get_by_label("Text")).to_have_value(
        "The Harbor Light Inc."
    )
    sections.get_by_role("link", name="Opening hours and contact").click()
    expect(page.get_by_label("Phone")).to_have_value("030 123")
    expect(page.get_by_label("Day", exact=True)).to_have_value("1")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


@pytest.mark.screens
def test_a_new_time_zone_names_the_shows_and_a_stale_save_is_offered_again(open_as: Open) -> None:
    pages = [open_as("/staff/settings/cinema", "Mara") for _ in range(2)]
    for page in pages:
        heading(page, "Cinema")
    first, second = pages
    first.get_by_label("Time zone").fill("America/Chicago")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("alert")).to_contain_text("Nothing is saved yet.")
    check(first)
    first.get_by_role("button", name="Change it anyway").click()
    expect(first.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    second.get_by_label("Street and number").fill("1 New Pier")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("Another person has changed the settings")
    check(second)
    second.get_by_role("button", name="Apply my change to it").click()
    expect(second.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(second.get_by_label("Time zone")).to_have_value("America/Chicago")
    expect(second.get_by_label("Street and number")).to_have_value("1 New Pier")
    second.get_by_label("Time zone").fill("America/New_York")
    second.get_by_role("button", name="Save").click()
    second.get_by_role("button", name="Change it anyway").click()
    expect(second.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


@pytest.mark.screens
def test_email_and_payments_show_how_the_server_is_set(open_as: Open) -> None:
    page = open_as("/staff/settings/email", "Mara")
    heading(page, "Email")
    expect(page.get_by_text("The site has no mail server")).to_be_visible()
    expect(page.get_by_role("button", name="Send a test email to me")).to_have_count(0)
    check(page)
    page.goto("/staff/settings/payments")
    expect(page.get_by_text("Payments move no money.")).to_be_visible()
    check(page)


@pytest.mark.screens
def test_refusals_are_sentences_in_german_too(open_as: Open) -> None:
    page = open_as("/staff/settings/contact", "Mara", locale="de-DE")
    heading(page, "Öffnungszeiten und Kontakt")
    page.get_by_label("Webadresse").fill("rex.example")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Geben Sie eine ganze Adresse ein")).to_be_visible()
    check(page)
    page.goto("/staff/set-up/hall")
    page.get_by_label("Name des Saals").fill("Saal 9")
    page.get_by_label("Plätze als Text zeichnen").check()
    page.get_by_label("Zeichnung").fill("ss\nsq")
    page.get_by_role("button", name="Saal anlegen").click()
    expect(page.get_by_text("Zeile 2, Zeichen 2 gehört nicht in eine Zeichnung.")).to_be_visible()
    check(page)


@pytest.mark.screens
def test_a_second_cinema_is_selected_at_once(open_as: Open) -> None:
    page = open_as("/staff/set-up/cinema", "Olga", timezone_id="Europe/Berlin")
    page.get_by_label("Name of the cinema").fill("Apollo")
    page.get_by_label("Street and number").fill("Hafenweg 1")
    page.get_by_label("City").fill("Kiel")
    page.get_by_label("Country").select_option("Germany")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_role("button", name="Open the cinema").click()
    heading(page, "Set-up")
    expect(page.get_by_role("combobox", name="Cinema").locator("option:checked")).to_have_text("Apollo")
    expect(page.get_by_role("listitem").filter(has_text="Your cinema")).to_contain_text("Apollo, Kiel")
    expect(page.get_by_role("link", name="Next: A hall")).to_be_visible()


def test_a_programmer_plans_a_show_at_the_own_cinema(open_as: Open) -> None:
    page = open_as("/staff/set-up/show", "Petra")
    heading(page, "The first show")
    expect(page.get_by_label("Hall", exact=True)).to_contain_text("Saal 1")
    page.goto("/staff/set-up/hall")
    expect(page.get_by_text("Saal 1 (")).to_be_visible()


@pytest.mark.screens
def test_settings_and_set_up_need_the_permission(open_as: Open) -> None:
    for path in ("settings", "settings/legal", "set-up", "set-up/cinema", "set-up/hall", "set-up/show"):
        page = open_as(f"/staff/{path}", "Cem")
        heading(page, "Your role does not include this")
    page.goto("/staff/settings/nonsense")
    heading(page, "Page not found")
