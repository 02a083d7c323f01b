"""Prices of the map, the hold and the order are equal."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from matinee.checkout.models import OrderLine
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.venues.models import Seat, Venue
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema

BOOK = "/api/book-seat/"
CHANGES = [
    "UPDATE show SET price = 20",
    "UPDATE seat_supplement SET amount = 5",
    "DELETE FROM seat_supplement",
    "UPDATE ticket_type SET adjustment = -5 WHERE name = 'Child'",
    "UPDATE ticket_type SET position = 2 WHERE name = 'Adult'",
    "DELETE FROM ticket_type WHERE name = 'Child'",
    "INSERT INTO ticket_type (venue_id, name, adjustment) SELECT id, 'Guest', -2 FROM venue",
]


def layout(api: Api, cinema: Cinema) -> Any:
    return api.get(f"/api/hall-layout/{cinema.show.pk}/").json()


def prices(api: Api, cinema: Cinema) -> dict[str, list[tuple[int | None, str]]]:
    """Return the amounts by ticket type, by seat type."""
    return {
        kind: [(one["ticket_type"], one["amount"]) for one in prices]
        for kind, prices in layout(api, cinema)["prices"].items()
    }


@pytest.fixture
def premium(cinema: Cinema) -> Cinema:
    """A hall whose row A costs more."""
    Seat.objects.filter(hall=cinema.hall, row_letter="A").update(type="premium")
    return cinema


@pytest.mark.parametrize("change", CHANGES)
def test_change_is_in_the_next_map_with_another_etag(api: Api, premium: Cinema, change: str) -> None:
    address = f"/api/hall-layout/{premium.show.pk}/"
    before = api.get(address)
    with connection.cursor() as cursor:
        cursor.execute(change)
    after = api.get(address, If_None_Match=before["ETag"])
    assert after.status_code == 200
    assert after.json()["prices"] != before.json()["prices"]


def test_default_price_is_of_the_default_ticket_type(api: Api, premium: Cinema) -> None:
    seat_map = layout(api, premium)
    first = {kind: listed[0]["amount"] for kind, listed in seat_map["prices"].items()}
    assert {(one["type"], one["price"]) for one in seat_map["seats"]} == set(first.items())


def test_price_is_never_negative(api: Api, cinema: Cinema) -> None:
    TicketType.objects.filter(pk=cinema.child.pk).update(adjustment=-100)
    child = {"ticket_type": cinema.child.pk, "amount": "0.00"}
    assert layout(api, cinema)["prices"]["standard"][1] == child
    hold = api.lock(cinema, "A1")
    (a1,) = cinema.ids("A1")
    body = api.book(hold, total="0.00", tickets=[{"seat_id": a1, "ticket_type": cinema.child.pk}])
    assert body["order"]["total"] == "0.00"


def test_a_venue_without_ticket_types_has_one_price(api: Api, cinema: Cinema) -> None:
    TicketType.objects.all().delete()
    assert prices(api, cinema) == {"standard": [(None, "12.00")]}


@contextmanager
def without_amount_constraints() -> Iterator[None]:
    """Drop the database's constraints on amounts, to store values of older versions."""
    triggers = {"show": "show_price_fits_currency", "ticket_type": "adjustment_fits_currency"}
    with connection.cursor() as cursor:
        # A table with pending foreign key checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, trigger in triggers.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        for table, trigger in triggers.items():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    ("base", "adjustment", "shown"),
    [
        (Decimal("8.505"), Decimal(0), "8.51"),
        (Decimal("8.504"), Decimal(0), "8.50"),
        (Decimal(12), Decimal("-0.005"), "12.00"),
        (Decimal(12), Decimal("-0.006"), "11.99"),
    ],
)
def test_charged_total_is_the_sum_of_shown_prices(
    api: Api, cinema: Cinema, base: Decimal, adjustment: Decimal, shown: str
) -> None:
    """Also for amounts with more digits than the currency has."""
    with without_amount_constraints():
        Show.objects.update(price=base)
        TicketType.objects.filter(pk=cinema.adult.pk).update(adjustment=adjustment)
    assert prices(api, cinema)["standard"][0] == (cinema.adult.pk, shown)

    hold = api.lock(cinema, "A1", "A2")

    total = str(Decimal(shown) * 2)
    assert hold["total"] == total
    assert api.book(hold, total=total)["order"]["total"] == total
    assert list(OrderLine.objects.values_list("gross", flat=True)) == [Decimal(shown)] * 2


class TestAPriceThatChangesDuringCheckout:
    """The error contains the current total; a request with it succeeds."""

    def test_a_ticket_types_price(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        (a1,) = cinema.ids("A1")
        child = {"tickets": [{"seat_id": a1, "ticket_type": cinema.child.pk}]}
        TicketType.objects.filter(pk=cinema.child.pk).update(adjustment=-3)
        confirmed = {"hold_token": hold["hold_token"], "seat_ids": [a1], "total": "8.00", **child}

        with nothing_changes():
            rejected = api.post(BOOK, confirmed)

        now = {"seat_ids": [a1], "total": "9.00", "currency": "EUR"}
        assert_problem(rejected, 409, "hold-changed", "Hold changed", **now)
        assert prices(api, cinema)["standard"][1] == (cinema.child.pk, "9.00")
        assert api.book(hold, total="9.00", **child)["order"]["total"] == "9.00"

    def test_a_ticket_type_that_is_deleted(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        (a1,) = cinema.ids("A1")
        child = {"tickets": [{"seat_id": a1, "ticket_type": cinema.child.pk}]}
        TicketType.objects.filter(pk=cinema.child.pk).delete()

        with nothing_changes():
            rejected = api.post(BOOK, {"hold_token": hold["hold_token"], "total": "8.00", **child})

        assert_invalid(rejected, "tickets")
        assert prices(api, cinema)["standard"] == [(cinema.adult.pk, "12.00")]
        assert api.book(hold, total="12.00")["order"]["total"] == "12.00"


@pytest.fixture
def stripe(settings: LazySettings) -> None:
    """A site with Stripe as its payment provider."""
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"  # noqa: S105 - made up


@pytest.mark.usefixtures("stripe")
@pytest.mark.parametrize(
    ("currency", "price", "amount", "units"),
    [
        ("EUR", "12.50", "12.50", 1250),
        ("ISK", "2000", "2000", 200_000),
        ("UGX", "2000", "2000", 200_000),
        ("RSD", "500", "500", 50_000),
        ("HUF", "1500", "1500.00", 150_000),
        ("TWD", "150", "150.00", 15_000),
        ("JPY", "1200", "1200", 1200),
        ("KWD", "8.505", "8.505", 8505),
    ],
)
def test_provider_form_has_amounts_in_minor_units(
    api: Api, cinema: Cinema, currency: str, price: str, amount: str, units: int
) -> None:
    Venue.objects.update(currency=currency)
    Show.objects.update(price=Decimal(price))
    seat_price = layout(api, cinema)["prices"]["standard"][0]
    assert seat_price == {"ticket_type": cinema.adult.pk, "amount": amount, "provider_amount": units}
