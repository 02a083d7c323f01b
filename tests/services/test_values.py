"""Bad and good values at every entry point. New text fields are tested automatically or are listed here."""

import csv
import io
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from inspect import getmembers, isfunction, signature
from typing import Any

import psycopg
import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.utils import Error
from django.test import RequestFactory

from matinee.catalogue import services as catalogue_services
from matinee.catalogue.errors import MoviesUnreadable
from matinee.catalogue.models import Movie
from matinee.catalogue.services import import_movies
from matinee.checkout.models import OrderEmail
from matinee.checkout.purchase import Purchase
from matinee.core.model_fields import EmailAddressField, EmailTextField, LineField, NameField
from matinee.core.problems import Invalid
from matinee.shows import services as shows_services
from matinee.shows.models import Show
from matinee.shows.services import schedule_show
from matinee.staff.models import User
from matinee.venues import services as venues_services
from matinee.venues.models import Hall
from matinee.venues.services import create_hall
from tests.cinema import Cinema, make_cinema
from tests.populated_database import populate_database
from tests.values import BAD_EMAILS, BAD_LINES, GOOD_EMAILS, GOOD_LINES, NOT_IN_SQL

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

APPS = {
    *("audit", "venues", "catalogue", "staff", "pricing", "shows", "booking"),
    *("tickets", "payments", "checkout", "opening"),
}

CODES = {
    "ApiKey.ending": "made by us",
    "Approval.permission": "a word of ours",
    "ApprovalPin.pin": "a hash",
    "Device.check_number": "made by us",
    "Invitation.language": "one of the site's languages",
    "AuditEntry.action": "a word of ours",
    "AuditEntry.object_type": "a word of ours",
    "TicketOrder.reference": "made by us",
    "TicketOrder.secret": "made by us",
    "TicketOrder.currency": "copied from the venue",
    "TicketOrder.language": "one of the site's languages",
    "Ticket.currency": "copied from the venue",
    "Ticket.code": "made by us",
    "Ticket.short_code": "made by us",
    "Payment.provider": "the name of a provider of ours",
    "Payment.reference": "the provider's, never shown",
    "Payment.card_last4": "the provider's, with a constraint of its own",
    "Refund.reason": "a word of ours",
    "Refund.message": "the provider's, never shown to customers",
    "OrderEvent.actor": "a word of ours",
    "OrderEvent.type": "a word of ours",
    "IdempotencyKey.decline_code": "a word of ours",
    "MailTest.error": "class and code of an error",
    "MailTest.language": "one of the site's languages",
    "OrderEmail.error": "class and code of an error",
    "User.password": "a hash",
    "Movie.poster_digest": "made by us",
    "FilmPoster.digest": "made by us",
    **{
        f"{table}.{column}": "the ledgers of demo and till"
        for table in ("DemoPayment", "CashPayment")
        for column in ("reference", "begin_key", "order", "currency", "card", "card_last4", "decline_code")
    },
    **{f"LedgerResult.{column}": "their keys" for column in ("reference", "key", "request")},
}
"""Text columns that are not entered by people, with the reason."""

OWN_LISTS = {
    "Venue.timezone",
    "Venue.currency",
    "Venue.country",
    "Venue.region",
    "Venue.website",
    "Movie.poster_url",
    "Movie.trailer_url",
    "LegalPage.language",
    "LegalPage.url",
}
"""Text with a narrower rule: see `test_venue_values.py`, `test_film_details.py` and `test_terms.py`."""

TEXTS = {"Movie.synopsis", "LegalPage.text"}
"""Text of several lines: see `test_film_details.py` and `test_terms.py`."""

JSON = {
    "external_ids",
    "ratings",
    "cast",
    "audio_description",
    "captions",
    "translations",
    "seat_type_names",
    "format_names",
    "opening_hours",
}
NO_LINES = {"password", "password1", "password2", "plan", "synopsis", "text"} | JSON
"""Text fields of forms that are not single lines: passwords, the plan of a hall, longer texts, JSON."""


def columns() -> Iterator[tuple[type[models.Model], Any]]:
    """Every text column of our tables without a fixed list of values."""
    for table in apps.get_models():
        if table._meta.managed and table._meta.app_label in APPS:
            for field in table._meta.local_concrete_fields:
                if isinstance(field, models.TextField | models.CharField) and not field.choices:
                    yield table, field


def name_of(table: type[models.Model], field: Any) -> str:
    return f"{table.__name__}.{field.name}"


LINES = [
    (table, field)
    for table, field in columns()
    if name_of(table, field) not in CODES.keys() | OWN_LISTS | TEXTS
    and not isinstance(field, EmailAddressField | EmailTextField)
]
EMAILS = [one for one in columns() if isinstance(one[1], EmailAddressField | EmailTextField)]


def test_every_text_column_has_a_value_type_or_is_written_by_the_site() -> None:
    known = {name_of(*one) for one in [*LINES, *EMAILS]}
    assert {name_of(*one) for one in columns()} == known | OWN_LISTS | TEXTS | (CODES.keys() & _existing())
    assert all(isinstance(field, LineField | NameField) for _, field in LINES)
    assert {name_of(*one) for one in EMAILS} == {
        *("Customer.email", "OrderEmail.former_address", "User.email", "Venue.email"),
    }
    assert not OWN_LISTS - _existing()


def _existing() -> set[str]:
    return {name_of(*one) for one in columns()}


@pytest.fixture
def populated_database(db: None) -> None:  # noqa: ARG001
    populate_database()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def stored_or_rejected(table: type[models.Model], field: Any, value: str) -> str:
    """Write a value by plain SQL; return the stored value, or the constraint that rejects it."""
    name, column = table._meta.db_table, field.column
    one = f'(SELECT ctid FROM "{name}" ORDER BY "{column}" <> \'\' DESC LIMIT 1)'  # noqa: S608
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{name}" SET "{column}" = %s WHERE ctid = {one} RETURNING "{column}"',  # noqa: S608
                [value],
            )
            (stored,) = cursor.fetchone()
            transaction.set_rollback(True)
            return str(stored)
    except Error as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.errors.CheckViolation), cause
        return f"rejected by {cause.diag.constraint_name}"


@pytest.mark.usefixtures("populated_database")
def test_the_database_rejects_bad_lines_and_stores_good_ones_unchanged() -> None:
    for table, field in LINES:
        rule = f"rejected by {table._meta.db_table}_{field.column}_is_one_line"
        bad = [value for kind, value in BAD_LINES.items() if kind not in NOT_IN_SQL]
        bad.append("x" * ((field.max_length or 0) + 1 if isinstance(field, LineField) else 0) or "\n")
        for value in bad:
            assert stored_or_rejected(table, field, value) == rule, (name_of(table, field), value)
        for value in GOOD_LINES.values():
            assert stored_or_rejected(table, field, value) == value, name_of(table, field)


@pytest.mark.usefixtures("populated_database")
def test_the_database_rejects_addresses_that_are_not_normalised() -> None:
    """A pattern cannot tell whether a domain exists, but it finds line breaks and the like."""
    waiting = OrderEmail.objects.filter(status="WAITING")
    assert waiting.update(kind="address_corrected", former_address="ada@example.org")
    for table, field in EMAILS:
        rule = f"rejected by {table._meta.db_table}_{field.column}_is_an_address"
        for kind in ("header", "quoted", "line break", "line break at the end", "display name", "override"):
            assert stored_or_rejected(table, field, BAD_EMAILS[kind]) == rule, kind
        for typed, normal in GOOD_EMAILS.items():
            assert stored_or_rejected(table, field, normal) == normal
            if normal != typed:
                assert stored_or_rejected(table, field, typed) == rule


def all_forms() -> dict[str, Any]:
    """Every form of the admin with text fields, for a new row and for an existing one."""
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    found: dict[str, Any] = {}
    for table, one in admin.site._registry.items():
        if one.has_add_permission(request):
            found[f"add {table.__name__}"] = one.get_form(request)
        row = table._default_manager.first()
        if row is not None and one.has_change_permission(request, row):
            found[f"change {table.__name__}"] = one.get_form(request, row, change=True)
    return found


def text_fields(form: Any) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.base_fields.items():
        if isinstance(field, forms.CharField) and name not in NO_LINES:
            yield name, field


PASSWORDS = ("password1", "password2")


def form_with_one_field(form: Any, name: str, value: str) -> Any:
    """Fill a form that has this field only: checking all others each time takes a minute.

    The password stays: the form of a new user compares both entries.
    """
    filled = form(data={name: value})
    filled.fields = {each: filled.fields[each] for each in filled.fields if each in (name, *PASSWORDS)}
    return filled


@pytest.mark.usefixtures("populated_database")
def test_every_admin_form_rejects_bad_text_and_accepts_good_text() -> None:
    tried = set()
    for place, form in all_forms().items():
        for name, field in text_fields(form):
            column = f"{form._meta.model.__name__}.{name}"
            tried.add(column)
            is_email = isinstance(field, forms.EmailField)
            bad, good = (BAD_EMAILS, GOOD_EMAILS) if is_email else (BAD_LINES, GOOD_LINES)
            for kind, value in bad.items():
                assert name in form_with_one_field(form, name, value).errors, (place, name, kind)
            for typed, normal in good.items() if is_email else ((one, one) for one in good.values()):
                if column not in OWN_LISTS:
                    sent = form_with_one_field(form, name, typed)
                    assert name not in sent.errors, (place, name, typed)
                    assert sent.cleaned_data[name] == normal
    assert tried >= {"Movie.title", "Movie.genre", "Venue.name", "Venue.address", "Hall.name", "Group.name"}
    assert tried >= {"TicketType.name", "Seller.legal_name", "User.email", "User.first_name", *OWN_LISTS}


HEADER = ["title", "year", "duration_minutes", "genre", "rating", "director"]


def movie_file(column: str, value: str) -> bytes:
    """A film with this value in one column of the file."""
    film = dict(zip(HEADER, ["Alien", "1979", "117", "Horror", "R", "Ridley Scott"], strict=True))
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, (film | {column: value}).values()])
    return text.getvalue().encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("column", ["title", "genre", "rating", "director"])
def test_the_import_rejects_bad_lines_and_stores_good_ones(column: str) -> None:
    bad = {**BAD_LINES, "too long": "x" * 301}
    # Its bytes are letters in Windows-1252.
    del bad["lone surrogate"]
    for kind, value in bad.items():
        with pytest.raises(MoviesUnreadable) as caught:
            import_movies(data=movie_file(column, value))
        assert [problem["line"] for problem in caught.value.data["problems"]] == [2], kind
        assert not Movie.objects.exists()
    for value in GOOD_LINES.values():
        import_movies(data=movie_file(column, value))
        assert Movie.objects.filter(**{column: value}).delete()[0] == 1


EIGHT = datetime(2100, 5, 4, 20, tzinfo=UTC)

SERVICES: dict[str, Callable[[Cinema, str], str]] = {
    "create_hall.name": lambda cinema, text: (
        create_hall(venue=cinema.venue, name=text, rows=1, seats_per_row=1).name
    ),
    "schedule_show.screen_format": lambda cinema, text: scheduled(cinema, screen_format=text).format,
    "schedule_show.audio_language": lambda cinema, text: (
        scheduled(cinema, audio_language=text).audio_language
    ),
    "schedule_show.subtitle_language": lambda cinema, text: (
        scheduled(cinema, subtitle_language=text).subtitle_language
    ),
}
"""Every text parameter of a service, with a function that returns the stored value."""

NO_LINE = {
    "create_hall.plan": "a drawing, read sign by sign",
    "create_hall.first_row": "letters from A to Z: see `test_halls.py`",
}


def scheduled(cinema: Cinema, **texts: Any) -> Show:
    return schedule_show(movie=cinema.movie, hall=cinema.hall, starts_at=EIGHT, price=Decimal(9), **texts)


def test_every_text_parameter_of_a_service_is_tested() -> None:
    found = set()
    for module in (catalogue_services, venues_services, shows_services):
        for name, service in getmembers(module, isfunction):
            if service.__module__ == module.__name__ and not name.startswith("_"):
                hints = typing.get_type_hints(service)
                found |= {f"{name}.{one}" for one in signature(service).parameters if hints[one] is str}
    assert found == SERVICES.keys() | NO_LINE.keys()


@pytest.mark.parametrize("place", SERVICES)
def test_services_reject_bad_lines_and_store_good_ones(place: str) -> None:
    cinema = make_cinema()
    before = (Hall.objects.count(), Show.objects.count())
    for kind, value in BAD_LINES.items():
        with pytest.raises(Invalid) as caught:
            SERVICES[place](cinema, value)
        (field,) = caught.value.data["errors"]
        assert field == place.split(".")[1].removeprefix("screen_"), kind
        assert (Hall.objects.count(), Show.objects.count()) == before
    for value in GOOD_LINES.values():
        with transaction.atomic():
            assert SERVICES[place](cinema, value) == value
            transaction.set_rollback(True)


def test_a_purchase_rejects_bad_names_and_addresses() -> None:
    token: Any = None
    for value in BAD_LINES.values():
        with pytest.raises(Invalid) as caught:
            Purchase(token=token, customer_name=value)
        assert caught.value.data["errors"].keys() == {"customer_name"}
    for value in BAD_EMAILS.values():
        with pytest.raises(Invalid) as caught:
            Purchase(token=token, customer_email=value)
        assert caught.value.data["errors"].keys() == {"customer_email"}
    for typed, normal in GOOD_EMAILS.items():
        assert Purchase(token=token, customer_email=typed).customer_email == normal
    for value in GOOD_LINES.values():
        assert Purchase(token=token, customer_name=value).customer_name == value


def test_accounts_have_a_normalised_address() -> None:
    for value in BAD_EMAILS.values():
        with pytest.raises(ValidationError):
            User.objects.create_user(value)
        with pytest.raises(CommandError):
            call_command("createsuperuser", email=value, interactive=False)
    assert not User.objects.exists()
    user = User.objects.create_user("Boss@Straße.de", "secret")
    with pytest.raises(CommandError, match="There is an account with this mail address already"):
        call_command("createsuperuser", email="boss@straße.DE", interactive=False)
    assert User.objects.get() == user
    assert user.email == "Boss@xn--strae-oqa.de"
    for typed in ("boss@straße.de", " BOSS@XN--STRAE-OQA.DE "):
        assert User.objects.get_by_natural_key(typed) == user
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("boss@strasse.de")
