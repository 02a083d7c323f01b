"""Prices in a browser: a card with a rule, by mouse and by keyboard alone."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.staff_team import Open
from tests.e2e.test_keyboard import go_to, press_on
from tests.e2e.test_staff_app import check, heading


@pytest.mark.screens
def test_cinema_tuesday_by_mouse(open_as: Open, database: psycopg.Connection) -> None:
    # The demo's rules come first, and one of them fits every show.
    database.execute("DELETE FROM price_rule USING venue WHERE venue.id = venue_id AND city = 'Berlin'")
    page = open_as("/staff/", "Petra")
    page.get_by_role("navigation").get_by_role("link", name="Prices").click()
    heading(page, "Prices")
    check(page)
    page.get_by_role("link", name="New price card").click()
    heading(page, "New price card")
    page.get_by_role("button", name="Save the card").click()
    expect(page.get_by_text("Enter a name.")).to_be_visible()
    page.get_by_label("Name").fill("Cinema Tuesday")
    page.get_by_label("Base price").fill("7,00")
    page.get_by_label("Kind", exact=True).select_option("pays a fixed price")
    page.get_by_label("Price of Kind").fill("5.00")
    expect(page.get_by_label("Base price (EUR)")).to_be_visible()
    assert line_of(page.get_by_label("Kind", exact=True)) == line_of(page.get_by_label("Price of Kind"))
    page.get_by_label("Premium seat").fill("2.00")
    page.get_by_role("button", name="Add a format").click()
    expect(page.get_by_label("Format", exact=True)).to_be_focused()
    page.get_by_label("Format", exact=True).fill("3D")
    page.get_by_label("Supplement", exact=True).fill("2.50")
    page.get_by_role("button", name="Add a length").click()
    expect(page.get_by_role("textbox", name="From minutes")).to_be_focused()
    page.get_by_role("button", name="Remove the supplement from").click()
    expect(page.get_by_role("button", name="Add a length")).to_be_focused()
    prices = page.get_by_role("table", name="Prices of this card")
    expect(prices.get_by_role("row", name=re.compile("Premium seat"))).to_contain_text("€9.00")
    expect(prices.get_by_role("row", name=re.compile("Standard seat"))).to_contain_text("€5.00")
    check(page)
    page.get_by_label("Difference for Senioren").fill("-20")
    expect(page.get_by_text("add up to less than zero for some shows: Senioren")).to_be_visible()
    page.get_by_label("Difference for Senioren").fill("-1")
    page.get_by_role("button", name="Save the card").click()
    heading(page, "Prices")
    expect(page.get_by_role("row", name=re.compile("Cinema Tuesday"))).to_contain_text("€7.00")
    page.get_by_role("link", name="Price rules").click()
    heading(page, "Price rules")
    expect(page.get_by_role("table", name="Price cards of the week")).to_contain_text("no price rule applies")
    page.get_by_role("link", name="New price rule").click()
    heading(page, "New price rule")
    page.get_by_label("Price card").select_option("Cinema Tuesday")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Public holidays").select_option("not on public holidays")
    check(page)
    page.get_by_role("button", name="Save the rule").click()
    heading(page, "Price rules")
    week = page.get_by_role("table", name="Price cards of the week")
    expect(week.get_by_role("row", name=re.compile("^Tue"))).to_contain_text("all day: Cinema Tuesday")
    expect(week.get_by_role("row", name=re.compile("^Mon"))).to_contain_text("no price rule applies")
    check(page)
    rows = database.execute("SELECT base, amounts FROM price_card_version WHERE base = 7").fetchall()
    assert [float(base) for base, _ in rows] == [7.0]
    amounts = {(line["kind"], line["amount"]) for line in rows[0][1]}
    assert {("fixed", "5.00"), ("seat-type", "2.00"), ("format", "2.50"), ("adjustment", "-1")} <= amounts
    plan_tuesday_in_3d(page, database)


def line_of(field: Locator) -> tuple[int, int]:
    """Top and height of a field."""
    box = field.bounding_box()
    assert box
    return round(box["y"]), round(box["height"])


def plan_tuesday_in_3d(page: Page, database: psycopg.Connection) -> None:
    """Plan a show that gets the card and its supplement, in a month without public holidays."""
    page.goto("/staff/set-up/show")
    heading(page, "The first show")
    page.get_by_label("Film", exact=True).select_option(index=1)
    page.get_by_label("Hall", exact=True).select_option(index=1)
    september = date(datetime.now(UTC).year + 1, 9, 1)
    tuesday = september + timedelta(days=(1 - september.weekday()) % 7)
    page.get_by_label("Day").fill(f"{tuesday:%Y-%m-%d}")
    page.get_by_label("Begin").fill("20:15")
    planned = page.get_by_role("status").filter(has_text="The price card “Cinema Tuesday” applies")
    expect(planned).to_contain_text("€7.00 in 2D")
    page.get_by_label("Format", exact=True).fill("3D")
    expect(planned).to_contain_text("€9.50 in 3D")
    page.get_by_label("Own price").fill("4")
    expect(page.get_by_role("status").filter(has_text="The show gets its own price: €4.00.")).to_be_visible()
    page.get_by_label("Own price").fill("")
    expect(planned).to_be_visible()
    check(page)
    page.get_by_role("button", name="Put it on sale").click()
    expect(page.get_by_text("is on the programme and on sale.")).to_be_visible()
    found = database.execute(
        "DELETE FROM show USING price_card_version AS version"
        " WHERE version.id = show.price_card_version_id AND show.format = '3D' AND version.base = 7"
        " RETURNING show.price, show.starts_at AT TIME ZONE 'Europe/Berlin'"
    ).fetchall()
    assert found == [(Decimal("9.50"), datetime.combine(tuesday, time(20, 15)))]


def test_a_card_and_a_rule_by_keyboard_alone(open_as: Open, database: psycopg.Connection) -> None:
    page = open_as("/staff/prices", "Mara")
    heading(page, "Prices")
    press_on(page, page.get_by_role("link", name="New price card"))
    heading(page, "New price card")
    go_to(page, page.get_by_label("Name"))
    page.keyboard.type("Happy Monday")
    go_to(page, page.get_by_label("Base price"))
    page.keyboard.type("10")
    press_on(page, page.get_by_role("button", name="Add a format"))
    page.keyboard.type("3D")
    go_to(page, page.get_by_label("Supplement", exact=True))
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    heading(page, "Prices")
    expect(page.get_by_role("row", name=re.compile("Happy Monday"))).to_contain_text("$10.00")
    press_on(page, page.get_by_role("link", name="Price rules"))
    heading(page, "Price rules")
    press_on(page, page.get_by_role("link", name="New price rule"))
    heading(page, "New price rule")
    go_to(page, page.get_by_label("Price card"))
    page.keyboard.type("Happy")
    go_to(page, page.get_by_label("Monday"))
    page.keyboard.press("Space")
    press_on(page, page.get_by_role("button", name="Save the rule"))
    heading(page, "Price rules")
    rules = page.get_by_role("table", name="Price rules in their order")
    expect(rules.get_by_role("row", name=re.compile("Happy Monday"))).to_contain_text("on Monday")
    # Somebody else puts the new rule first meanwhile.
    database.execute(
        "UPDATE price_rule SET position = 0 FROM price_card AS card"
        " WHERE card.id = card_id AND card.name = 'Happy Monday'"
    )
    press_on(page, page.get_by_role("button", name="Move rule 2 up"))
    expect(page.get_by_text("Another person has changed the price rules")).to_be_visible()
    press_on(page, page.get_by_role("button", name="Load the newest state"))
    expect(page.get_by_text("Another person has changed the price rules")).to_have_count(0)


@pytest.mark.screens
def test_a_ticket_type_and_a_change_that_somebody_else_made_meanwhile(
    open_as: Open, database: psycopg.Connection
) -> None:
    page = open_as("/staff/prices/ticket-types", "Petra")
    heading(page, "Ticket types")
    check(page)
    page.get_by_role("link", name="New ticket type").click()
    page.get_by_label("Name", exact=True).fill("Azubi")
    page.get_by_label("Name in English").fill("Trainee")
    database.execute(
        "UPDATE show SET price_card_version_id = NULL WHERE id = (SELECT min(show.id) FROM show"
        " JOIN hall ON hall.id = hall_id JOIN venue ON venue.id = venue_id WHERE city = 'Berlin')"
    )
    free = page.get_by_text("This takes off more than the cheapest seat costs.")
    page.get_by_label("Difference to the price of the show").fill("-99")
    expect(free).to_be_visible()
    page.get_by_label("Difference to the price of the show").fill("-2,00")
    expect(free).to_have_count(0)
    page.get_by_label("Minimum age").fill("16")
    page.get_by_label("Proof is needed at the entrance").check()
    check(page)
    page.get_by_role("button", name="Save the ticket type").click()
    heading(page, "Ticket types")
    expect(page.get_by_role("row", name=re.compile("Azubi"))).to_contain_text("from 16 years, with proof")
    page.get_by_role("link", name="Azubi").click()
    expect(page.get_by_label("Difference to the price of the show")).to_have_value("-2.00")
    heading(page, "Ticket type: Azubi")
    database.execute("UPDATE ticket_type SET version = version + 1, name = 'Lehrling' WHERE name = 'Azubi'")
    page.get_by_label("Minimum age").fill("17")
    page.get_by_role("button", name="Save the ticket type").click()
    expect(page.get_by_text("Another person has changed this ticket type")).to_be_visible()
    page.get_by_role("button", name="Load the newest state").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Lehrling")
    page.get_by_role("button", name="Archive the ticket type").click()
    heading(page, "Ticket types")
    expect(page.get_by_role("row", name=re.compile("Lehrling"))).to_have_count(0)


@pytest.mark.screens
def test_german_amounts_have_a_comma(open_as: Open) -> None:
    page = open_as("/staff/prices/new", "Petra", locale="de-DE")
    heading(page, "Neue Preiskarte")
    expect(page.get_by_label("Unterschied für Kind")).to_have_value(re.compile(r"^-\d+,\d\d$"))
    page.get_by_label("Grundpreis (EUR)").fill("9,00")
    expect(page.get_by_role("table")).to_be_visible()
    check(page)


@pytest.mark.screens
def test_a_cashier_finds_no_prices(open_as: Open) -> None:
    page = open_as("/staff/prices", "Cem")
    expect(page.get_by_text("change ticket types, price cards and price rules")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="Prices")).to_have_count(0)
