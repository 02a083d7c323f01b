"""From a hold to an order with tickets (B12, B15, B16, B17)."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from matinee.booking.errors import AlreadyBooked, HoldChanged, HoldExpired, KeyMismatch
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats
from matinee.checkout import idempotency
from matinee.checkout.errors import KeyInFlight, UnknownTicketType
from matinee.checkout.models import IdempotencyKey, OrderLine, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.queries import order_of_hold, tickets_of_order
from matinee.checkout.services import book
from matinee.core.problems import Problem
from matinee.tickets.models import Ticket
from matinee.venues.models import Seat
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time
from tests.races.concurrency import plain_connection, run_in_background, wait_until_blocked

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def held(cinema: Cinema) -> Hold:
    """A hold of A1, a premium seat, and A2."""
    Seat.objects.filter(pk__in=cinema.ids("A1")).update(type="premium")
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))


def everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Booking, TicketOrder, OrderLine, Ticket, IdempotencyKey)
    ]


def refused(error: type[Problem], purchase: Purchase, key: str | None = None) -> dict[str, Any]:
    """Assert that the purchase raises this error and changes nothing. Return the error's data."""
    before = everything()
    with pytest.raises(error) as refusal:
        book(purchase=purchase, idempotency_key=key)
    assert everything() == before
    return refusal.value.data


def test_a_hold_becomes_an_order_with_a_ticket_per_seat(cinema: Cinema, held: Hold) -> None:
    order = book(purchase=Purchase(token=held.token, customer_name="Ada", customer_email="ada@example.org"))
    tickets = tickets_of_order(order)
    assert [(str(one.seat), one.price, one.ticket_type_name, one.status) for one in tickets] == [
        ("A1", Decimal(15), "Adult", "VALID"),
        ("A2", Decimal(12), "Adult", "VALID"),
    ]
    assert (order.total, order.currency) == (Decimal(27), "EUR")
    assert (order.customer.name, order.customer.email) == ("Ada", "ada@example.org")
    assert [line.gross for line in order.lines.order_by("pk")] == [Decimal(15), Decimal(12)]
    assert order_of_hold(hold_id=held.hold_id, show_id=held.show_id) == order
    rows = Booking.objects.order_by("seat_id").values_list("seat_id", "status", "locked_until", "hold_id")
    assert list(rows) == [(seat_id, "BOOKED", None, held.hold_id) for seat_id in cinema.ids("A1", "A2")]


def test_references_are_readable_and_secrets_are_random(held: Hold) -> None:
    order = book(purchase=Purchase(token=held.token))
    assert len(order.reference) == 8
    assert not set(order.reference) & set("ILO01U")
    assert len(order.secret) == 43
    codes = {ticket.code for ticket in tickets_of_order(order)}
    assert len(codes) == 2
    assert {len(code) for code in codes} == {144}


def test_the_ticket_type_sets_the_price(cinema: Cinema, held: Hold) -> None:
    (a1, a2) = cinema.ids("A1", "A2")
    order = book(purchase=Purchase(token=held.token, ticket_types={a2: cinema.child.pk}, total=Decimal(23)))
    prices = {ticket.seat_id: (ticket.ticket_type_name, ticket.price) for ticket in tickets_of_order(order)}
    assert prices == {a1: ("Adult", Decimal(15)), a2: ("Child", Decimal(8))}


def test_no_price_is_below_zero(cinema: Cinema, held: Hold) -> None:
    cinema.show.price = Decimal(1)
    cinema.show.save()
    (a2,) = cinema.ids("A2")
    order = book(purchase=Purchase(token=held.token, ticket_types={a2: cinema.child.pk}))
    assert [ticket.price for ticket in tickets_of_order(order)] == [Decimal(4), Decimal(0)]


def test_seats_and_total_must_match_the_hold(cinema: Cinema, held: Hold) -> None:
    has = {"seat_ids": list(held.seat_ids)}
    (a3,) = cinema.ids("A3")
    assert refused(HoldChanged, Purchase(token=held.token, seat_ids=[a3])) == has
    assert refused(HoldChanged, Purchase(token=held.token, ticket_types={a3: cinema.child.pk})) == has
    too_little = refused(HoldChanged, Purchase(token=held.token, total=Decimal("26.99")))
    assert too_little == {**has, "total": "27.00", "currency": "EUR"}


def test_a_ticket_type_of_another_venue_is_not_sold(cinema: Cinema, held: Hold) -> None:
    foreign = make_cinema().child.pk
    (a1,) = cinema.ids("A1")
    data = refused(UnknownTicketType, Purchase(token=held.token, ticket_types={a1: foreign}))
    assert list(data["errors"]) == ["tickets"]


def test_a_hold_is_booked_once(held: Hold) -> None:
    book(purchase=Purchase(token=held.token))
    data = refused(AlreadyBooked, Purchase(token=held.token))
    assert data == {"seat_ids": list(held.seat_ids), "reference": None}


def test_an_expired_hold_is_not_booked(held: Hold) -> None:
    pass_time(minutes=6)
    refused(HoldExpired, Purchase(token=held.token), KEY)


def test_b15_a_repeated_request_gets_the_first_response(held: Hold) -> None:
    purchase = Purchase(token=held.token, seat_ids=held.seat_ids, total=Decimal("27.0"))
    first = book(purchase=purchase, idempotency_key=KEY)
    before = everything()
    written_otherwise = Purchase(
        token=held.token, seat_ids=[*reversed(held.seat_ids)], total=Decimal("27.00")
    )
    assert book(purchase=written_otherwise, idempotency_key=KEY) == first
    assert everything() == before


def test_b15_another_request_with_the_same_key_is_rejected(held: Hold) -> None:
    book(purchase=Purchase(token=held.token), idempotency_key=KEY)
    refused(KeyMismatch, Purchase(token=held.token, customer_email="eve@example.org"), KEY)


def test_b15_a_rejected_request_stores_no_key(cinema: Cinema, held: Hold) -> None:
    refused(HoldChanged, Purchase(token=held.token, seat_ids=cinema.ids("A3")), KEY)
    assert book(purchase=Purchase(token=held.token), idempotency_key=KEY).total == Decimal(27)


def test_b15_a_key_is_deleted_after_a_day(held: Hold) -> None:
    book(purchase=Purchase(token=held.token), idempotency_key=KEY)
    IdempotencyKey.objects.update(created_at=F("created_at") - timedelta(hours=24))
    with pytest.raises(AlreadyBooked):
        book(purchase=Purchase(token=held.token), idempotency_key=KEY)


def test_b15_no_personal_data_is_stored_with_a_key(held: Hold) -> None:
    book(purchase=Purchase(token=held.token, customer_email="ada@example.org"), idempotency_key=KEY)
    row = IdempotencyKey.objects.values().get()
    assert row.keys() == {
        "key_digest",
        "request_digest",
        "order_id",
        "completed",
        "decline_code",
        "created_at",
    }
    assert [len(row["key_digest"]), len(row["request_digest"])] == [32, 32]


@pytest.mark.django_db(transaction=True)
def test_b15_a_concurrent_duplicate_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "WAIT_SECONDS", 0.2)
    cinema = make_cinema()
    purchase = Purchase(token=hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1")).token)
    claimed = idempotency.IdempotentRequest.of(KEY, purchase.canonical())
    IdempotencyKey.objects.create(key_digest=claimed.key_digest, request_digest=claimed.request_digest)
    refused(KeyInFlight, purchase, KEY)


@pytest.mark.django_db(transaction=True)
def test_b15_a_concurrent_duplicate_continues_when_the_first_fails() -> None:
    cinema = make_cinema()
    purchase = Purchase(token=hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1")).token)
    claimed = idempotency.IdempotentRequest.of(KEY, purchase.canonical())
    with plain_connection() as first:
        first.execute(
            "INSERT INTO idempotency_key (key_digest, request_digest) VALUES (%s, %s)",
            [claimed.key_digest, claimed.request_digest],
        )
        with run_in_background(partial(book, purchase=purchase, idempotency_key=KEY)) as twin:
            wait_until_blocked(by=first)
            first.rollback()
            order = twin.result()
    assert order == TicketOrder.objects.get()


NOTE_DURABILITY = """
CREATE TABLE durability (setting text);
CREATE FUNCTION note_durability() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO durability VALUES (current_setting('synchronous_commit'));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_durability AFTER UPDATE ON booking DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION note_durability();
"""


@pytest.mark.django_db(transaction=True)
def test_b16_the_transaction_that_books_commits_durably() -> None:
    """A deferred trigger reads the setting at the moment of the commit."""
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    with connection.cursor() as cursor:
        cursor.execute(NOTE_DURABILITY)
        try:
            book(purchase=Purchase(token=hold.token))
            cursor.execute("SELECT setting FROM durability")
            assert set(cursor.fetchall()) == {("on",)}
        finally:
            cursor.execute("DROP FUNCTION note_durability CASCADE; DROP TABLE durability")
