"""Amounts, tax rates, currencies, time zones and addresses: the same rule in forms, services and database."""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DataError, Error, IntegrityError
from django.test import Client
from django.urls import reverse

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.catalogue.models import Movie
from matinee.checkout.models import Seller, TicketOrder, VenueTerms
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.core.currencies import DIGITS
from matinee.core.problems import Invalid
from matinee.core.time_zones import TIME_ZONES
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.shows.models import Show
from matinee.shows.services import schedule_show
from matinee.staff.models import User
from matinee.venues.models import Hall, Venue
from matinee.venues.services import create_hall
from tests.cinema import Cinema, make_cinema
from tests.values import (
    BAD_AMOUNTS,
    BAD_CURRENCIES,
    BAD_TAX_RATES,
    BAD_TIME_ZONES,
    BAD_WEB_ADDRESSES,
    FIT_AMOUNTS,
    GOOD_TAX_RATES,
    GOOD_WEB_ADDRESSES,
    UNFIT_AMOUNTS,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

EIGHT = datetime(2100, 5, 4, 20, tzinfo=UTC)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("boss@example.org", "secret"))
    return client


def error_of(sql: str, *values: str | int | Decimal) -> str:
    """Run a statement and return the constraint or message of its error."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DataError:
        return "out of range"
    except Error as error:
        cause = error.__cause__
        return (isinstance(cause, psycopg.Error) and cause.diag.constraint_name) or str(error)
    return "nothing"


def save(staff: Client, address: str, data: dict[str, Any], field: str) -> bool:
    """Submit an admin form and return whether it was saved. If not, the error is at the field."""
    response = staff.post(address, data)
    if response.status_code == 302:
        return True
    assert response.context["adminform"].form.errors.keys() == {field}
    return False


AMOUNTS = [
    ("ticket_type", "adjustment", "adjustment_fits_currency"),
    ("seat_supplement", "amount", "supplement_fits_currency"),
    ("show", "price", "show_price_fits_currency"),
]


@pytest.mark.parametrize(("table", "column", "rule"), AMOUNTS)
def test_the_database_rejects_amounts_with_more_digits_than_the_currency(
    cinema: Cinema, table: str, column: str, rule: str
) -> None:
    for currency, amount in UNFIT_AMOUNTS:
        Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
        assert error_of(f"UPDATE {table} SET {column} = %s", Decimal(amount)) == rule  # noqa: S608
        set_all(0)
    for currency, amount in FIT_AMOUNTS:
        Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
        assert error_of(f"UPDATE {table} SET {column} = %s", Decimal(amount)) == "nothing"  # noqa: S608
        set_all(0)
    for wrong in ("NaN", "10000000", "-10000000"):
        rule = error_of(f"UPDATE {table} SET {column} = %s", Decimal(wrong))  # noqa: S608
        assert rule.endswith(("_is_in_range", "_is_not_negative"))
    for wrong in ("Infinity", "1" + "0" * 12):
        assert error_of(f"UPDATE {table} SET {column} = %s", Decimal(wrong)) == "out of range"  # noqa: S608


def set_all(amount: int) -> None:
    """Whole amounts fit any currency."""
    with connection.cursor() as cursor:
        for table, column, _ in AMOUNTS:
            cursor.execute(f"UPDATE {table} SET {column} = %s", [amount])  # noqa: S608


def test_shows_are_scheduled_at_prices_that_fit_the_currency(cinema: Cinema) -> None:
    for currency, amount in [*UNFIT_AMOUNTS, ("EUR", "-1"), ("EUR", "NaN"), ("EUR", "10000000")]:
        Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
        with pytest.raises(Invalid) as refusal:
            schedule_show(movie=cinema.movie, hall=cinema.hall, starts_at=EIGHT, price=Decimal(amount))
        assert refusal.value.data["errors"].keys() == {"price"}
        assert Show.objects.count() == 1
    for currency, amount in FIT_AMOUNTS:
        Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
        show = schedule_show(movie=cinema.movie, hall=cinema.hall, starts_at=EIGHT, price=Decimal(amount))
        assert show.price == Decimal(amount)
        show.delete()


@pytest.mark.parametrize("minutes", [-1, 241, 10**6])
def test_advertisements_have_a_limited_length(cinema: Cinema, minutes: int) -> None:
    with pytest.raises(Invalid) as refusal:
        schedule_show(
            movie=cinema.movie,
            hall=cinema.hall,
            starts_at=EIGHT,
            price=Decimal(9),
            advertisement_minutes=minutes,
        )
    assert refusal.value.data["errors"].keys() == {"advertisement_minutes"}
    assert Show.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("rows", 10**9),
        ("rows", -1),
        ("seats_per_row", 201),
        ("curve", float("nan")),
        ("curve", float("inf")),
        ("curve", 11.0),
        ("cleaning_minutes", 1441),
        ("cleaning_minutes", -1),
        ("cleaning_minutes", 10**9),
    ],
)
def test_halls_have_limited_numbers(cinema: Cinema, field: str, wrong: Any) -> None:
    numbers: dict[str, Any] = {"rows": 1, "seats_per_row": 1, field: wrong}
    with pytest.raises(Invalid) as refusal:
        create_hall(venue=cinema.venue, name="Two", **numbers)
    assert refusal.value.data["errors"].keys() == {field}
    assert Hall.objects.count() == 1


@pytest.mark.parametrize("page", ["tickettype", "seatsupplement"])
def test_forms_reject_bad_amounts_and_store_good_ones(staff: Client, cinema: Cinema, page: str) -> None:
    table: Any = TicketType if page == "tickettype" else SeatSupplement
    field = "adjustment" if page == "tickettype" else "amount"
    row = table.objects.earliest("pk")
    address = reverse(f"admin:pricing_{page}_change", args=[row.pk])
    facts = {"venue": cinema.venue.pk, "name": "Adult", "position": 0, "seat_type": "premium"}
    for amount in BAD_AMOUNTS:
        assert not save(staff, address, facts | {field: amount}, field), amount
    for currency, amount in UNFIT_AMOUNTS:
        Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
        assert not save(staff, address, facts | {field: amount}, field), amount
    before = getattr(row, field)
    row.refresh_from_db()
    assert getattr(row, field) == before
    for currency, amount in FIT_AMOUNTS:
        set_all(0)
        Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
        for signed in (amount, f"-{amount}"):
            assert save(staff, address, facts | {field: signed}, field)
            row.refresh_from_db()
            assert getattr(row, field) == Decimal(signed)


def test_tax_rates_are_from_0_to_99_99_everywhere(staff: Client, cinema: Cinema) -> None:
    seller = Seller.objects.create(legal_name="Roxy GmbH")
    terms = VenueTerms.objects.create(venue=cinema.venue, seller=seller)
    address = reverse("admin:checkout_venueterms_change", args=[terms.pk])
    facts = {"venue": cinema.venue.pk, "seller": seller.pk}
    for rate in BAD_TAX_RATES:
        assert not save(staff, address, facts | {"ticket_tax_rate": rate}, "ticket_tax_rate"), rate
    for rate in ("-100", "-0.01", "100", "999", "NaN"):
        rule = "venue_terms_ticket_tax_rate_is_in_range"
        assert error_of("UPDATE venue_terms SET ticket_tax_rate = %s", Decimal(rate)) == rule
    for typed, stored in GOOD_TAX_RATES.items():
        assert save(staff, address, facts | {"ticket_tax_rate": typed}, "ticket_tax_rate")
        terms.refresh_from_db()
        assert terms.ticket_tax_rate == stored
    for minutes in ("-1", "527041", str(2**31 - 1), str(10**30)):
        wrong = facts | {"ticket_tax_rate": "7", "refundable_until_minutes": minutes}
        assert not save(staff, address, wrong, "refundable_until_minutes"), minutes


def venue_facts(**changes: str) -> dict[str, str]:
    facts = {"name": "Roxy", "address": "1 High Street", "city": "Testville", "timezone": "Europe/Berlin"}
    return facts | {"currency": "EUR", "day_starts_at": "05:00"} | changes


@pytest.mark.parametrize(
    ("column", "bad", "good"),
    [("timezone", BAD_TIME_ZONES, sorted(TIME_ZONES)), ("currency", BAD_CURRENCIES, sorted(DIGITS))],
)
def test_time_zones_and_currencies_are_listed_ones(
    staff: Client, cinema: Cinema, column: str, bad: list[str], good: list[str]
) -> None:
    address = reverse("admin:venues_venue_change", args=[cinema.venue.pk])
    for value in bad:
        assert not save(staff, address, venue_facts(**{column: value}), column), value
        rule = error_of(f"UPDATE venue SET {column} = %s", value)  # noqa: S608
        assert rule in {f"venue_{column}_is_known", "venue_currency_is_iso_4217"}, value
    set_all(0)
    for value in good:
        assert error_of(f"UPDATE venue SET {column} = %s", value) == "nothing"  # noqa: S608
    for value in good[::50]:
        assert save(staff, address, venue_facts(**{column: value}), column)
        cinema.venue.refresh_from_db()
        assert getattr(cinema.venue, column) == value


def test_time_zones_of_python_and_the_database_are_equal() -> None:
    assert all(ZoneInfo(name) for name in TIME_ZONES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        assert set(TIME_ZONES) <= {name for (name,) in cursor.fetchall()}


def test_the_database_knows_the_digits_of_every_currency() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, currency_digits(code) FROM unnest(%s::text[]) code", [sorted(DIGITS)])
        assert dict(cursor.fetchall()) == DIGITS
    assert (DIGITS["EUR"], DIGITS["JPY"], DIGITS["KWD"]) == (2, 0, 3)


def test_posters_are_web_addresses(staff: Client, cinema: Cinema) -> None:
    address = reverse("admin:catalogue_movie_change", args=[cinema.movie.pk])
    film = {"title": "Vertigo", "duration_minutes": 128, "external_ids": "{}"}
    for wrong in BAD_WEB_ADDRESSES:
        assert not save(staff, address, film | {"poster_url": wrong}, "poster_url"), wrong
        assert error_of("UPDATE movie SET poster_url = %s", wrong).startswith("movie_poster"), wrong
    for right in GOOD_WEB_ADDRESSES:
        assert save(staff, address, film | {"poster_url": right}, "poster_url"), right
        assert Movie.objects.get(pk=cinema.movie.pk).poster_url == right


@pytest.mark.parametrize(("field", "wrong"), [("release_year", "1887"), ("release_year", "2101")])
def test_release_years_are_limited(staff: Client, cinema: Cinema, field: str, wrong: str) -> None:
    address = reverse("admin:catalogue_movie_change", args=[cinema.movie.pk])
    film = {"title": "Vertigo", "duration_minutes": 128, "external_ids": "{}"}
    assert not save(staff, address, film | {field: wrong}, field)
    for minutes in ("0", "1441", "-1", "99999", str(10**30), "1.5", "1e2"):
        assert not save(staff, address, film | {"duration_minutes": minutes}, "duration_minutes"), minutes


class TestTheCurrencyOfAVenue:
    """It may change until the first order, if all prices fit the new currency."""

    def sell(self, cinema: Cinema) -> TicketOrder:
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
        return book(purchase=Purchase(token=hold.token))

    def test_it_changes_before_the_first_order(self, staff: Client, cinema: Cinema) -> None:
        address = reverse("admin:venues_venue_change", args=[cinema.venue.pk])
        assert save(staff, address, venue_facts(currency="JPY"), "currency")
        assert Venue.objects.get().currency == "JPY"

    def test_prices_must_fit_the_new_currency(self, staff: Client, cinema: Cinema) -> None:
        Show.objects.update(price=Decimal("12.50"))
        address = reverse("admin:venues_venue_change", args=[cinema.venue.pk])
        assert not save(staff, address, venue_facts(currency="JPY"), "currency")
        assert error_of("UPDATE venue SET currency = 'JPY'") == "currency_fits_amounts"
        assert Venue.objects.get().currency == "EUR"

    def test_it_stays_after_the_first_order(self, staff: Client, cinema: Cinema) -> None:
        self.sell(cinema)
        address = reverse("admin:venues_venue_change", args=[cinema.venue.pk])
        assert not save(staff, address, venue_facts(currency="JPY"), "currency")
        assert error_of("UPDATE venue SET currency = 'JPY'") == "venue_keeps_currency"
        assert save(staff, address, venue_facts(name="Bijou"), "name")
        assert (Venue.objects.get().currency, Venue.objects.get().name) == ("EUR", "Bijou")

    def test_another_venue_may_change_its_currency(self, cinema: Cinema) -> None:
        self.sell(cinema)
        other = make_cinema().venue
        assert error_of("UPDATE venue SET currency = 'JPY' WHERE id = %s", other.pk) == "nothing"

    def test_a_hall_with_orders_moves_only_within_its_currency(self, cinema: Cinema) -> None:
        other = make_cinema().venue
        move = "UPDATE hall SET name = 'X', venue_id = %s WHERE id = %s"
        Venue.objects.filter(pk=other.pk).update(currency="JPY")
        assert error_of(move, other.pk, cinema.hall.pk) == "nothing"
        Hall.objects.filter(pk=cinema.hall.pk).update(name="Hall 1", venue=cinema.venue)
        Show.objects.filter(pk=cinema.show.pk).update(price=Decimal("12.50"))
        assert error_of(move, other.pk, cinema.hall.pk) == "prices_of_hall_fit_currency"
        Show.objects.filter(pk=cinema.show.pk).update(price=Decimal(12))
        self.sell(cinema)
        assert error_of(move, other.pk, cinema.hall.pk) == "hall_keeps_currency"
        Venue.objects.filter(pk=other.pk).update(currency="EUR")
        assert error_of(move, other.pk, cinema.hall.pk) == "nothing"

    def test_currency_change_waits_for_an_uncommitted_order(self, cinema: Cinema) -> None:
        hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
        held = Booking.objects.get()
        assert held.hold_id
        assert held.hold_bits
        changed: list[str] = []

        def change() -> None:
            changed.append(error_of("UPDATE venue SET currency = 'JPY'"))
            connection.close()

        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT FROM show FOR SHARE")
            racing = threading.Thread(target=change)
            racing.start()
            racing.join(timeout=1)
            assert racing.is_alive()
            TicketOrder.objects.create(
                reference="A",
                secret="A",  # noqa: S106 - of no order
                show=cinema.show,
                hold_id=held.hold_id,
                hold_bits=held.hold_bits,
                total=12,
                currency="EUR",
            )
        racing.join()
        assert changed == ["venue_keeps_currency"]

    def test_price_change_waits_for_an_uncommitted_currency_change(self, cinema: Cinema) -> None:
        priced: list[str] = []

        def price() -> None:
            try:
                schedule_show(movie=cinema.movie, hall=cinema.hall, starts_at=EIGHT, price=Decimal("12.50"))
                priced.append("nothing")
            except IntegrityError as error:
                cause = error.__cause__
                priced.append((isinstance(cause, psycopg.Error) and cause.diag.constraint_name) or str(error))
            finally:
                connection.close()

        with transaction.atomic():
            Venue.objects.filter(pk=cinema.venue.pk).update(currency="JPY")
            racing = threading.Thread(target=price)
            racing.start()
            racing.join(timeout=1)
            assert racing.is_alive()
        racing.join()
        assert priced == ["show_price_fits_currency"]
        assert Show.objects.count() == 1


class TestAnAdjustmentThatMakesSeatsFree:
    """The value is allowed and saved, with a warning to the user."""

    def warning(self, staff: Client, cinema: Cinema, adjustment: str) -> list[str]:
        address = reverse("admin:pricing_tickettype_change", args=[cinema.child.pk])
        facts = {"venue": cinema.venue.pk, "name": "Child", "position": 1, "adjustment": adjustment}
        response = staff.post(address, facts, follow=True)
        assert response.status_code == 200
        cinema.child.refresh_from_db()
        assert cinema.child.adjustment == Decimal(adjustment)
        return [str(one) for one in response.context["messages"] if one.level_tag == "warning"]

    WARNING = "Child: takes off more than a show on sale costs. These tickets are sold for nothing."

    def test_warning(self, staff: Client, cinema: Cinema) -> None:
        assert self.warning(staff, cinema, "-12.01") == [self.WARNING]
        assert self.warning(staff, cinema, "-12.00") == []
        SeatSupplement.objects.update(amount=-1)
        assert self.warning(staff, cinema, "-11.50") == [self.WARNING]
        Show.objects.update(status="CANCELLED")
        assert self.warning(staff, cinema, "-100.00") == []

    def test_by_a_supplement(self, staff: Client, cinema: Cinema) -> None:
        TicketType.objects.filter(pk=cinema.child.pk).update(adjustment=-12)
        supplement = SeatSupplement.objects.get()
        address = reverse("admin:pricing_seatsupplement_change", args=[supplement.pk])
        facts = {"venue": cinema.venue.pk, "seat_type": "premium", "amount": "-1"}
        response = staff.post(address, facts, follow=True)
        assert [str(one) for one in response.context["messages"]][:1] == [self.WARNING]


def test_plain_sql_needs_no_more_than_the_columns_of_the_seed(cinema: Cinema) -> None:
    assert error_of("INSERT INTO venue (name, address, city) VALUES ('A', 'B', 'C')") == "nothing"
    assert Venue.objects.get(name="A").currency == "EUR"
    with pytest.raises(IntegrityError):
        Show.objects.filter(pk=cinema.show.pk).update(price=Decimal("8.505"))
