"""States of the staff app's screens for films, prices, settings and devices."""

from playwright.sync_api import Page

from tests.screens.demo_site import DemoSite
from tests.screens.network import abort_without_retry_delay, never_respond, wait_until_loaded
from tests.screens.staff_people import sign_in

WEEKEND_CARD = "Wochenende"
"""A price card of the demo's first cinema."""

FILMS = "**/api/staff/movies/?*"
MESSY_FILE = "Titel;Jahr;Laufzeit;FSK\nMetropolis;1927;2h 33min;FSK 6\nM;1931;lang;12\n"


def films(page: Page, demo_site: DemoSite) -> None:
    """Staff: films"""
    _open(page, demo_site, "films", "Films")
    page.get_by_role("table").wait_for()


def films_loading(page: Page, demo_site: DemoSite) -> None:
    """Staff: films load"""
    never_respond(page, FILMS)
    _begin(page, demo_site, "films", "Films")
    page.get_by_text("Loading …").first.wait_for(state="attached")


def films_error(page: Page, demo_site: DemoSite) -> None:
    """Staff: films do not load"""
    abort_without_retry_delay(page, FILMS)
    _open(page, demo_site, "films", "Films")
    page.get_by_role("button", name="Retry").wait_for()


def new_film(page: Page, demo_site: DemoSite) -> None:
    """Staff: add a film"""
    _open(page, demo_site, "films/new", "Add a film")


def import_films(page: Page, demo_site: DemoSite) -> None:
    """Staff: the preview of an import of films"""
    _open(page, demo_site, "films/import", "Import films")
    content = MESSY_FILE.encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "films.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_text("is not a running time").first.wait_for()


def prices(page: Page, demo_site: DemoSite) -> None:
    """Staff: prices"""
    _open(page, demo_site, "prices", "Prices")
    page.get_by_role("link", name=WEEKEND_CARD).wait_for()


def new_card(page: Page, demo_site: DemoSite) -> None:
    """Staff: a new price card"""
    _open(page, demo_site, "prices/new", "New price card")


def ticket_types(page: Page, demo_site: DemoSite) -> None:
    """Staff: ticket types"""
    _open(page, demo_site, "prices/ticket-types", "Ticket types")


def price_rules(page: Page, demo_site: DemoSite) -> None:
    """Staff: price rules and the week"""
    _open(page, demo_site, "prices/rules", "Price rules")
    page.get_by_role("table", name="Price cards of the week").get_by_text(WEEKEND_CARD).first.wait_for()


def settings(page: Page, demo_site: DemoSite) -> None:
    """Staff: settings"""
    _open(page, demo_site, "settings", "Settings")


def legal_texts(page: Page, demo_site: DemoSite) -> None:
    """Staff: the legal texts of a cinema"""
    _open(page, demo_site, "settings/legal", "Legal texts")


def set_up(page: Page, demo_site: DemoSite) -> None:
    """Staff: the steps of the set-up"""
    _open(page, demo_site, "set-up", "Set-up")


def devices(page: Page, demo_site: DemoSite) -> None:
    """Staff: tills and door scanners"""
    _open(page, demo_site, "people/devices", "Devices")


def your_sign_in(page: Page, demo_site: DemoSite) -> None:
    """Staff: one's own passkeys, second factor, password and approval PIN"""
    _open(page, demo_site, "your-sign-in", "Your sign-in")


def _open(page: Page, demo_site: DemoSite, path: str, heading: str) -> None:
    _begin(page, demo_site, path, heading)
    wait_until_loaded(page)


def _begin(page: Page, demo_site: DemoSite, path: str, heading: str) -> None:
    sign_in(page.context, demo_site.app, "owner")
    page.goto(f"/staff/{path}")
    page.get_by_role("heading", level=1, name=heading).wait_for()
