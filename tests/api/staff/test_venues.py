"""The settings of a cinema: who may change what, what is refused, and what a change does to shows."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.forms import model_to_dict
from django.test import Client, override_settings

from matinee.audit.models import AuditEntry
from matinee.audit.services import Actor
from matinee.checkout.models import LegalPage, Seller, VenueTerms
from matinee.opening import mail_tests
from matinee.opening.first_show import add_show
from matinee.opening.halls import add_hall
from matinee.opening.models import MailTest
from matinee.opening.venue_settings import change_venue
from matinee.staff.errors import NotPermitted
from matinee.staff.permissions import Role
from matinee.venues.models import Venue
from tests.api.staff.sales import sold_order
from tests.api.staff.team import StaffClient, as_program, as_role, person_with, problem
from tests.api.staff.venue_values import NEW_VENUE
from tests.cinema import Cinema, make_cinema, make_show

pytestmark = pytest.mark.django_db

VENUES = "/api/staff/venues/"
SELLER = {"legal_name": "Rex Kino GmbH", "tax_number": "DE 1"}
SOLD = {"seller": SELLER, "ticket_tax_rate": "7.00"}


def at(cinema: Cinema) -> str:
    return f"{VENUES}{cinema.venue.pk}/"


def change(client: StaffClient, cinema: Cinema, **values: Any) -> Any:
    """Change settings, from the current version."""
    version = Venue.objects.get(pk=cinema.venue.pk).version
    return client.patch(at(cinema), {"version": version, **values})


def row(cinema: Cinema) -> dict[str, Any]:
    return {**Venue.objects.filter(pk=cinema.venue.pk).values().get()}


def test_a_manager_sees_and_changes_only_the_own_cinema(cinema: Cinema) -> None:
    other = make_cinema()
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    assert [one["id"] for one in manager.get(VENUES).json()["results"]] == [cinema.venue.pk]
    assert problem(manager.get(at(other))) == (404, "venue-not-found")
    assert problem(manager.patch(at(other), {"version": 1, "name": "Mine"})) == (404, "venue-not-found")
    assert problem(manager.post(VENUES, NEW_VENUE)) == (403, "not-permitted")
    assert not Venue.objects.filter(name__in=["Mine", "Rex"]).exists()
    assert change(manager, cinema, phone="030 1").status_code == 200


def test_the_rights_are_read_in_the_transaction(cinema: Cinema) -> None:
    """The right may end after the view has checked it."""
    cashier = Actor(person_id=person_with(Role.CASHIER, cinema.venue.pk).pk)
    with pytest.raises(NotPermitted):
        change_venue(actor=cashier, venue_id=cinema.venue.pk, version=1, values={"phone": "030 1"})
    with pytest.raises(NotPermitted):
        add_hall(actor=cashier, venue_id=cinema.venue.pk, name="Two", rows=1, seats_per_row=1)
    with pytest.raises(NotPermitted):
        add_show(
            actor=cashier,
            hall=cinema.hall,
            movie_id=cinema.movie.pk,
            starts_at=datetime(2100, 5, 4, 20, 15),  # noqa: DTZ001 - on the cinema's clock
            price=Decimal(9),
        )
    assert row(cinema)["phone"] == ""


def test_a_cinema_is_opened_with_all_its_settings() -> None:
    owner = as_role(Role.OWNER)
    values: dict[str, Any] = {
        **NEW_VENUE,
        "region": "HE",
        "day_starts_at": "04:30",
        "phone": "0611 123",
        "email": "Kasse@Rex.example",
        "website": "https://rex.example/",
        "opening_hours": [
            {"weekday": 6, "opens": "14:00", "closes": "01:00"},
            {"weekday": 1, "opens": "17:00", "closes": "23:00"},
        ],
        "seat_type_names": {"DE": {"sofa": "Kuschelsofa"}},
        "seller": SELLER,
        "ticket_tax_rate": "7",
        "refundable_until_minutes": 120,
        "refund_limit": "50.00",
        "legal_pages": [{"kind": "imprint", "language": "de", "text": "Rex Kino GmbH\nKirchgasse 7"}],
    }
    opened = owner.post(VENUES, values)
    assert opened.status_code == 201
    assert opened.json() == {
        **values,
        "id": Venue.objects.get().pk,
        "version": 1,
        "currency_fixed": False,
        "email": "Kasse@rex.example",
        "opening_hours": values["opening_hours"][::-1],
        "seat_type_names": {"de": {"sofa": "Kuschelsofa"}},
        "format_names": {},
        "legal_pages": [{**values["legal_pages"][0], "url": ""}],
    }
    assert owner.get(f"{VENUES}{opened.json()['id']}/").json() == opened.json()
    assert problem(owner.post(VENUES, values)) == (409, "venue-name-in-use")
    assert Venue.objects.count() == 1


BAD: dict[str, list[Any]] = {
    "name": ["", "\x00", "A\nB", 1, None, "x" * 301],
    "country": ["de", "XX", "", 276],
    "region": ["BERLIN", "DE-BE", 1],
    "timezone": ["localtime", "Berlin", None],
    "currency": ["DEM", "eur", 978],
    "day_starts_at": ["24:00", "5", 5, "05:00:00", None],
    "phone": ["1\n2", "1" * 51, 30],
    "email": ["rex", "a@b\n", 1],
    "website": ["javascript:alert(1)", "rex.example", "https://ada:secret@rex.example/"],
    "opening_hours": [
        {},
        [{"weekday": 8, "opens": "14:00", "closes": "15:00"}],
        [{"weekday": 1, "opens": "14:00", "closes": "14:00"}],
        [{"weekday": True, "opens": "14:00", "closes": "15:00"}],
        [{"weekday": 1, "opens": "14:00", "closes": "25:00"}],
        [
            {"weekday": 1, "opens": "14:00", "closes": "18:00"},
            {"weekday": 1, "opens": "17:00", "closes": "19:00"},
        ],
        [{"weekday": 1, "opens": "14:00", "closes": "15:00"}] * 29,
    ],
    "seat_type_names": [[], {"de": {"throne": "Thron"}}, {"../de": {"sofa": "S"}}, {"de": {"sofa": "\x00"}}],
    "format_names": [1, {"de": {"2D": 2}}],
    "seller": [
        {},
        {"legal_name": ""},
        {"legal_name": "A", "tax_number": "\x00"},
        {"legal_name": "A", "x": 1},
    ],
    "ticket_tax_rate": ["100", "-1", "7.123", 7, "NaN", None],
    "refundable_until_minutes": [-1, 1.5, "60", True, 2**70],
    "refund_limit": ["8.505", "-1", 8, "99999999999"],
    "legal_pages": [
        [{"kind": "news", "language": "de", "text": "A"}],
        [{"kind": "imprint", "language": "..", "text": "A"}],
        [{"kind": "imprint", "language": "de", "text": "A", "url": "https://rex.example/"}],
        [{"kind": "imprint", "language": "de", "text": "A\x00"}],
        [{"kind": "imprint", "language": "de", "url": "javascript:alert(1)"}],
    ],
    "nonsense": ["A"],
}


@pytest.mark.parametrize("field", BAD)
def test_bad_values_are_refused_by_field_and_change_nothing(cinema: Cinema, field: str) -> None:
    owner = as_role(Role.OWNER)
    assert change(owner, cinema, **SOLD).status_code == 200
    before = row(cinema), VenueTerms.objects.values().get(), AuditEntry.objects.count()
    for value in BAD[field]:
        response = change(owner, cinema, **{field: value})
        assert problem(response) == (400, "invalid"), value
        assert {name.partition(".")[0] for name in response.json()["errors"]} == {field}, value
        assert (row(cinema), VenueTerms.objects.values().get(), AuditEntry.objects.count()) == before
    assert not LegalPage.objects.exists()


def test_a_stale_save_gets_the_current_state_and_changes_nothing(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    assert owner.patch(at(cinema), {"version": 1, "phone": "1"}).json()["version"] == 2
    stale = owner.patch(at(cinema), {"version": 1, "phone": "2", **SOLD})
    assert problem(stale) == (409, "changed-meanwhile")
    assert stale.json()["current"] == owner.get(at(cinema)).json()
    assert row(cinema)["phone"] == "1"
    assert not Seller.objects.exists()


def test_a_name_of_another_cinema_is_refused(cinema: Cinema) -> None:
    other = make_cinema()
    owner = as_role(Role.OWNER)
    assert problem(change(owner, cinema, name=other.venue.name)) == (409, "venue-name-in-use")
    assert row(cinema)["name"] == cinema.venue.name


def test_the_currency_stays_after_the_first_sale() -> None:
    order = sold_order()
    venue = Venue.objects.get()
    owner = as_role(Role.OWNER)
    assert owner.get(f"{VENUES}{venue.pk}/").json()["currency_fixed"] is True
    refused = owner.patch(f"{VENUES}{venue.pk}/", {"version": 1, "currency": "USD"})
    assert problem(refused) == (409, "currency-fixed")
    assert refused.json()["currency"] == order.currency == Venue.objects.get().currency


def test_a_currency_that_prices_do_not_fit_is_refused(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    cinema.show.price = Decimal("8.50")
    cinema.show.save()
    assert change(owner, cinema, currency="JPY").json()["errors"].keys() == {"currency"}
    cinema.show.price = Decimal(8)
    cinema.show.save()
    assert change(owner, cinema, **SOLD, refund_limit="10.50").status_code == 200
    assert change(owner, cinema, currency="JPY").json()["errors"].keys() == {"refund_limit"}
    assert row(cinema)["currency"] == "EUR"
    assert change(owner, cinema, currency="JPY", refund_limit="10").status_code == 200


def test_tax_and_refunds_need_a_seller(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    assert change(owner, cinema, ticket_tax_rate="7").json()["errors"].keys() == {"seller"}
    assert not VenueTerms.objects.exists()


def test_a_new_seller_needs_a_tax_rate(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    refused = change(owner, cinema, seller=SELLER)
    assert problem(refused) == (400, "invalid")
    assert refused.json()["errors"] == {
        "ticket_tax_rate": ["Enter the tax that the prices include: 0 if the seller pays none."]
    }
    assert not VenueTerms.objects.exists()
    assert not Seller.objects.exists()
    assert change(owner, cinema, seller=SELLER, ticket_tax_rate="0").status_code == 200
    assert change(owner, cinema, seller={**SELLER, "tax_number": "DE 2"}).status_code == 200
    assert VenueTerms.objects.get().ticket_tax_rate == 0


def test_a_seller_is_corrected_until_its_first_receipt_and_replaced_afterwards(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    assert change(owner, cinema, seller=SELLER, ticket_tax_rate="99.99").status_code == 200
    first = Seller.objects.get()
    assert change(owner, cinema, seller={**SELLER, "tax_number": "DE 2"}).status_code == 200
    assert Seller.objects.get() == first
    Seller.objects.update(next_receipt_number=8)
    assert change(owner, cinema, seller={"legal_name": "Rex AG"}).status_code == 200
    first.refresh_from_db()
    assert (first.legal_name, first.tax_number, first.next_receipt_number) == ("Rex Kino GmbH", "DE 2", 8)
    terms = VenueTerms.objects.select_related("seller").get()
    assert (terms.seller.legal_name, terms.seller.next_receipt_number) == ("Rex AG", 1)
    assert terms.ticket_tax_rate == Decimal("99.99")
    assert change(owner, cinema, seller={**SELLER, "tax_number": "DE 2"}).status_code == 200
    assert VenueTerms.objects.get().seller == first


def test_a_seller_of_two_cinemas_is_not_renamed_by_one(cinema: Cinema) -> None:
    other = make_cinema()
    owner = as_role(Role.OWNER)
    for one in (cinema, other):
        assert change(owner, one, **SOLD).status_code == 200
    assert Seller.objects.count() == 1
    assert change(owner, other, seller={"legal_name": "Roxy AG"}).status_code == 200
    assert owner.get(at(cinema)).json()["seller"] == SELLER


def test_legal_pages_are_stored_replaced_and_removed(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    page = {"kind": "terms", "language": "de", "text": "# AGB\nKein Popcorn", "url": ""}
    other = {"kind": "imprint", "language": "en", "text": "", "url": "https://rex.example/imprint"}
    assert change(owner, cinema, legal_pages=[page, other]).json()["legal_pages"] == [other, page]
    changed = {**page, "text": "Doch Popcorn"}
    assert change(owner, cinema, legal_pages=[changed]).json()["legal_pages"] == [other, changed]
    empty = {"kind": "imprint", "language": "en", "text": " \n"}
    assert change(owner, cinema, legal_pages=[empty]).json()["legal_pages"] == [changed]


def test_a_new_time_zone_lists_the_shows_and_asks_for_confirmation(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    cinema.show.delete()
    starts_at = datetime(2100, 5, 4, 18, tzinfo=UTC)
    show = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=starts_at)
    impact = {
        "total": 1,
        "shows": [
            {
                "show_id": show.pk,
                "title": cinema.movie.title,
                "hall": "Hall 1",
                "before": {"starts_at": "2100-05-04T20:00", "day": "2100-05-04"},
                "after": {"starts_at": "2100-05-05T03:00", "day": "2100-05-04"},
            }
        ],
    }
    dry = change(owner, cinema, timezone="Asia/Tokyo", phone="1", dry_run=True)
    assert dry.json()["impact"] == impact
    assert (dry.json()["timezone"], dry.json()["version"], dry.json()["phone"]) == ("Europe/Berlin", 1, "")
    refused = change(owner, cinema, timezone="Asia/Tokyo", phone="1")
    assert problem(refused) == (409, "confirmation-required")
    assert refused.json()["impact"] == impact
    assert (row(cinema)["timezone"], row(cinema)["phone"]) == ("Europe/Berlin", "")
    done = change(owner, cinema, timezone="Asia/Tokyo", phone="1", confirm=True)
    assert (done.json()["timezone"], done.json()["impact"]) == ("Asia/Tokyo", impact)
    show.refresh_from_db()
    assert show.starts_at == starts_at
    assert AuditEntry.objects.latest("pk").facts == {
        "changed": ["phone", "timezone"],
        "before": {"timezone": "Europe/Berlin"},
        "after": {"timezone": "Asia/Tokyo"},
    }


def test_a_business_day_that_moves_no_show_needs_no_confirmation(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    cinema.show.delete()
    make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime(2100, 5, 4, 23, 30, tzinfo=UTC))
    assert change(owner, cinema, day_starts_at="04:00").json()["impact"] == {"total": 0, "shows": []}
    refused = change(owner, cinema, day_starts_at="01:00")
    assert problem(refused) == (409, "confirmation-required")
    (moved,) = refused.json()["impact"]["shows"]
    assert [moved[one]["day"] for one in ("before", "after")] == ["2100-05-04", "2100-05-05"]
    assert row(cinema)["day_starts_at"] == time(4)


def test_the_list_says_what_is_missing_and_where_to_complete_it(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    found = owner.get(f"{at(cinema)}readiness/").json()
    done = {one["code"]: one["done"] for one in found["requirements"]}
    assert [code for code, there in done.items() if there] == ["hall", "films", "prices", "first-show"]
    assert found["missing"] == 7
    assert {one["code"]: one["screen"] for one in found["requirements"]}["seller"] == "/settings/seller"
    pages = [
        {"kind": kind, "language": "en", "text": "A"}
        for kind in ("imprint", "terms", "privacy", "accessibility")
    ]
    change(owner, cinema, country="DE", **SOLD, legal_pages=pages)
    with override_settings(SENDS_EMAIL=True, SELLS_ONLINE=False, SITE_URL="https://rex.example"):
        left = owner.get(f"{at(cinema)}readiness/").json()["requirements"]
    assert [one["code"] for one in left if not one["done"]] == ["second-factor"]


def test_the_list_is_in_the_language_of_the_reader(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    owner.headers["Accept-Language"] = "de"
    texts = {one["code"]: one["text"] for one in owner.get(f"{at(cinema)}readiness/").json()["requirements"]}
    assert texts["hall"] == "Es gibt einen Saal mit Plätzen."


def test_the_list_names_the_legal_texts_that_are_required_or_recommended(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    change(owner, cinema, country="DE")

    def of_legal_texts() -> dict[str, Any]:
        found = owner.get(f"{at(cinema)}readiness/").json()["requirements"]
        return next(one for one in found if one["code"] == "legal-texts")

    missing = "Missing: imprint, privacy notice, accessibility statement. Recommended too: terms."
    enter = "Enter the legal texts that the country requires."
    assert (of_legal_texts()["done"], of_legal_texts()["text"]) == (False, f"{enter} {missing}")
    change(owner, cinema, country="US")
    assert of_legal_texts()["done"]
    recommended = "Recommended too: imprint, terms, privacy notice, accessibility statement."
    assert of_legal_texts()["text"].endswith(recommended)


@override_settings(SENDS_EMAIL=True)
def test_a_test_email_goes_to_the_person_who_asked(cinema: Cinema) -> None:
    person = person_with(Role.MANAGER, cinema.venue.pk)
    manager = StaffClient(person)
    manager.headers["Accept-Language"] = "de"
    settings = manager.get(f"{at(cinema)}email/").json()
    assert settings == {"sends_email": True, "sender": "Matinee <matinee@localhost>", "test": None}
    for _ in range(2):
        assert manager.post(f"{at(cinema)}test-email/").json()["status"] == "WAITING"
    test = MailTest.objects.get()
    mail_tests.send_test_email(test.pk)
    mail_tests.send_test_email(test.pk)
    (email,) = mail.outbox
    assert (email.to, email.subject) == ([person.email], "Test-E-Mail von Matinee")
    state = manager.get(f"{at(cinema)}email/").json()["test"]
    assert (state["status"], state["error"]) == ("SENT", "")
    assert state["ended_at"]


def test_without_a_mail_server_no_test_email_is_promised(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    assert owner.get(f"{at(cinema)}email/").json()["sends_email"] is False
    assert problem(owner.post(f"{at(cinema)}test-email/")) == (409, "no-mail-server")
    assert not MailTest.objects.exists()


@override_settings(
    SENDS_EMAIL=True, EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1
)
def test_a_test_email_that_fails_says_so_without_the_address(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    assert owner.post(f"{at(cinema)}test-email/").status_code == 201
    mail_tests.send_test_email(MailTest.objects.get().pk)
    state = owner.get(f"{at(cinema)}email/").json()["test"]
    assert (state["status"], state["error"]) == ("FAILED", "ConnectionRefusedError")


def test_a_program_has_no_address(cinema: Cinema) -> None:
    program = as_program(Role.MANAGER, cinema.venue.pk)
    assert problem(program.post(f"{at(cinema)}test-email/")) == (409, "no-address")
    assert program.get(f"{at(cinema)}email/").json()["test"] is None
    assert not MailTest.objects.exists()


def test_the_payment_provider_is_shown_without_secrets() -> None:
    sold_order()
    owner = as_role(Role.OWNER)
    address = f"{VENUES}{Venue.objects.get().pk}/payments/"
    state = owner.get(address).json()
    assert state["last_paid_at"]
    assert {**state, "last_paid_at": None} == {
        "sells_online": True,
        "provider": "demo",
        "is_test": True,
        "last_paid_at": None,
        "last_declined_at": None,
        "undecided": 0,
    }
    with override_settings(STRIPE_SECRET_KEY="sk_live_abcdef"):  # noqa: S106
        response = owner.get(address)
    assert (response.json()["provider"], response.json()["is_test"]) == ("stripe", False)
    assert b"abcdef" not in response.content


def test_the_choices_are_the_lists_that_the_settings_accept() -> None:
    choices = as_role(Role.OWNER).get(f"{VENUES}choices/").json()
    assert {"DE", "US"} <= set(choices["countries"])
    assert {"EUR", "JPY"} <= set(choices["currencies"])
    usual = choices["usual_currencies"]
    assert (usual["DE"], usual["US"], usual["JP"]) == ("EUR", "USD", "JPY")
    assert set(usual) <= set(choices["countries"])
    assert set(usual.values()) <= set(choices["currencies"])
    assert "Europe/Berlin" in choices["time_zones"]
    assert choices["languages"] == ["en", "de"]


def test_each_write_of_a_part_of_a_cinema_in_the_admin_makes_an_older_state_stale(
    cinema: Cinema, admin_client: Client
) -> None:
    other = make_cinema()
    pages = [{"kind": kind, "language": "en", "text": "A"} for kind in ("imprint", "terms", "privacy")]
    change(as_role(Role.OWNER), cinema, **SOLD, legal_pages=pages)
    version = row(cinema)["version"]
    terms, seller = VenueTerms.objects.get(), Seller.objects.get()
    first, second, third = LegalPage.objects.values_list("pk", flat=True)
    moved = {"kind": "terms", "language": "fr", "text": "Non", "url": "", "venue": other.venue.pk}
    delete = {"post": "yes"}
    writes: list[tuple[str, dict[str, Any]]] = [
        (f"legalpage/{first}/change/", moved),
        (f"legalpage/{first}/delete/", delete),
        ("legalpage/", {"action": "delete_selected", "_selected_action": [second, third], **delete}),
        (f"venueterms/{terms.pk}/change/", {"seller": seller.pk, "ticket_tax_rate": "3"}),
        (f"seller/{seller.pk}/change/", {"legal_name": "Rex Kino AG", "tax_number": ""}),
        (f"venueterms/{terms.pk}/delete/", delete),
    ]
    for address, form in writes:
        assert admin_client.post(f"/admin/checkout/{address}", form).status_code == 302, address
        version += 1
        assert row(cinema)["version"] == version, address
    assert not LegalPage.objects.exists()
    assert row(other)["version"] == 1


def admin_form(cinema: Cinema) -> dict[str, Any]:
    """The values of the venue's form in the admin."""
    names = ("seat_type_names", "format_names")
    return {**model_to_dict(cinema.venue), **dict.fromkeys(names, "{}"), "opening_hours": "[]"}


def test_a_save_in_the_admin_makes_an_older_state_stale(cinema: Cinema, admin_client: Client) -> None:
    page = {"venue": cinema.venue.pk, "kind": "terms", "language": "en", "text": "No popcorn", "url": ""}
    assert admin_client.post("/admin/checkout/legalpage/add/", page).status_code == 302
    assert row(cinema)["version"] == 2
    form = {**admin_form(cinema), "phone": "1"}
    assert admin_client.post(f"/admin/venues/venue/{cinema.venue.pk}/change/", form).status_code == 302
    assert (row(cinema)["version"], row(cinema)["phone"]) == (3, "1")
    stale = as_role(Role.OWNER).patch(at(cinema), {"version": 2, "phone": "2"})
    assert problem(stale) == (409, "changed-meanwhile")


def test_a_save_in_the_admin_keeps_a_change_that_was_made_after_it_read_the_row(
    cinema: Cinema, admin_client: Client
) -> None:
    change(as_role(Role.OWNER), cinema, **SOLD)
    seller = Seller.objects.get()

    def save(address: str, form: dict[str, Any], meanwhile: str) -> None:
        def change_before_the_lock(execute: Any, sql: str, *more: Any) -> Any:
            if 'FROM "venue"' in sql and "FOR NO KEY UPDATE" in sql:
                with connection.cursor() as cursor:
                    cursor.execute(meanwhile)
            return execute(sql, *more)

        with connection.execute_wrapper(change_before_the_lock):
            assert admin_client.post(f"/admin/{address}", form).status_code == 302

    phone = {**admin_form(cinema), "phone": "1"}
    save(f"venues/venue/{cinema.venue.pk}/change/", phone, "UPDATE venue SET website = 'https://rex.example'")
    assert (row(cinema)["phone"], row(cinema)["website"]) == ("1", "https://rex.example")
    name = {"legal_name": "Rex Kino AG", "tax_number": ""}
    save(f"checkout/seller/{seller.pk}/change/", name, "UPDATE seller SET next_receipt_number = 7")
    seller.refresh_from_db()
    assert (seller.legal_name, seller.next_receipt_number) == ("Rex Kino AG", 7)
