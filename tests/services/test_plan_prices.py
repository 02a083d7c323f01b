"""Prices are cached in the process; the next hold uses every change, including changes by plain SQL."""

from decimal import Decimal

import pytest
from django.db import connection

from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats
from matinee.core.money import Money
from matinee.shows.queries import price_of_seats
from matinee.venues.models import Seat
from tests.cinema import Cinema, make_cinema

pytestmark = pytest.mark.django_db

CHANGES = [
    "UPDATE show SET price = 20",
    "UPDATE seat SET type = 'standard'",
    "UPDATE seat_supplement SET amount = 5",
    "DELETE FROM seat_supplement",
    "INSERT INTO seat_supplement (venue_id, seat_type, amount) SELECT id, 'standard', 1 FROM venue",
    "UPDATE ticket_type SET adjustment = 1.5 WHERE name = 'Adult'",
    "UPDATE ticket_type SET position = 2 WHERE name = 'Adult'",
    "DELETE FROM ticket_type WHERE name = 'Adult'",
    "UPDATE venue SET currency = 'JPY'",
]


def run(*statements: str) -> None:
    """Run plain SQL, which does not clear the cache by itself."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def premium() -> Cinema:
    """A hall whose row A costs more."""
    cinema = make_cinema()
    Seat.objects.filter(hall=cinema.hall, row_letter="A").update(type="premium")
    return cinema


def held(cinema: Cinema, *names: str, current_hold: Hold | None = None) -> Hold:
    """Hold seats and return the price of the stored hold."""
    token = current_hold.token if current_hold else None
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names), token=token)
    assert hold.total == price_of_seats(cinema.show.pk, hold.seat_ids)
    return hold


def total(hold: Hold) -> Money:
    """Return the total from the returned hold."""
    assert hold.total
    return hold.total


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_in_the_next_hold(premium: Cinema, change: str) -> None:
    before = held(premium, "A1", "B1")
    run(change)
    assert total(held(premium, "A2", "B2")) != total(before)
    grown = held(premium, "A3", current_hold=before)
    assert total(grown) == total(held(premium, "A4", "A5", "B3"))


def test_first_ticket_type(premium: Cinema) -> None:
    run("DELETE FROM ticket_type")
    before = held(premium, "A1")
    run("INSERT INTO ticket_type (venue_id, name, adjustment) SELECT id, 'Guest', -2 FROM venue")
    assert total(held(premium, "A2")) == total(before)._replace(amount=total(before).amount - 2)


def test_hall_moved_to_another_venue(premium: Cinema) -> None:
    before = held(premium, "A1")
    run(
        "INSERT INTO venue (name, address, city, currency) VALUES ('Rex', '2 High Street', 'Paris', 'CHF')",
        "UPDATE hall SET venue_id = (SELECT id FROM venue WHERE city = 'Paris')",
    )
    assert total(held(premium, "A2")) == Money(total(before).amount - 3, "CHF")


def test_other_prices_do_not_clear_the_cache(premium: Cinema) -> None:
    def editions() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT edition FROM plan_edition")
            return list(cursor.fetchall())

    before = editions()
    run(
        "INSERT INTO venue (name, address, city) VALUES ('Rex', '2 High Street', 'Paris')",
        "INSERT INTO ticket_type (venue_id, name) SELECT id, 'Adult' FROM venue WHERE city = 'Paris'",
    )
    assert editions() == before
    held(premium, "A1")


def test_plan_without_an_edition_is_not_cached(premium: Cinema) -> None:
    """An edition can be missing after a partial restore."""
    run("DELETE FROM plan_edition")
    hold = hold_seats(show_id=premium.show.pk, seat_ids=premium.ids("A1"))
    assert hold.total is None
    run("UPDATE show SET price = 20")
    assert price_of_seats(premium.show.pk, hold.seat_ids) == Money(Decimal(23), "EUR")
