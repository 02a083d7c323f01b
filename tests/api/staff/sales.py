"""Orders for tests of the orders desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from matinee.audit.models import AuditEntry
from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.checkout.models import (
    Customer,
    IdempotencyKey,
    OrderEmail,
    OrderEvent,
    OrderStatus,
    Refund,
    Seller,
    TicketOrder,
    VenueTerms,
)
from matinee.checkout.purchase import Purchase
from matinee.checkout.refunds import execute_refund, refund_order
from matinee.checkout.services import book
from matinee.tickets.models import Ticket
from tests.cinema import Cinema, make_cinema

VISA, REFUND_REFUSED, CAPTURE_FAILS = "4242424242424242", "4000000000005126", "4000000000008047"
ADA = "ada@example.org"


def sold_order(
    cinema: Cinema | None = None,
    *names: str,
    name: str = "Ada Lovelace",
    email: str = ADA,
    card: str = "",
) -> TicketOrder:
    """A paid order of these seats, or of A1 and A2, at €12 each."""
    cinema = cinema or make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*(names or ("A1", "A2"))))
    order = book(purchase=Purchase(token=hold.token, method={"card": card}))
    Customer.objects.filter(order=order).update(name=name, email=email)
    return order


def order_with_refused_refund(cinema: Cinema | None = None, *names: str) -> TicketOrder:
    """An order, all of whose money the provider refused to pay back, three minutes ago."""
    order = sold_order(cinema, *names, card=REFUND_REFUSED)
    (refund,) = refund_order(order_id=order.pk, seat_ids=None, reason="ill", actor="customer")
    execute_refund(refund.pk)
    order.refresh_from_db()
    assert order.status == OrderStatus.NEEDS_ATTENTION
    age_events(order)
    return order


def age_events(order: TicketOrder) -> None:
    """Move the events of an order three minutes into the past. The trigger forbids it to all others."""
    with connection.cursor() as cursor:
        # PostgreSQL does not alter a table whose foreign keys are still to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE order_event DISABLE TRIGGER order_event_is_written_once")
        OrderEvent.objects.filter(order=order).update(at=F("at") - timedelta(minutes=3))
        cursor.execute("ALTER TABLE order_event ENABLE TRIGGER order_event_is_written_once")


def admit_seat(cinema: Cinema, *names: str) -> None:
    """Admit the tickets of these seats."""
    tickets = Ticket.objects.filter(seat__in=cinema.ids(*names))
    assert tickets.update(admitted_at=cinema.show.starts_at, admitted_by_door="Left") == len(names)


def terms_of(cinema: Cinema, **values: Any) -> VenueTerms:
    """The venue's terms of sale, such as `refund_limit`."""
    seller = Seller.objects.create(legal_name="Roxy Ltd", tax_number="DE1")
    return VenueTerms.objects.create(venue=cinema.venue, seller=seller, **values)


def all_rows() -> list[Any]:
    """All rows that the orders desk can change."""
    tables: tuple[Any, ...] = (
        *(Booking, TicketOrder, Ticket, Customer, Refund),
        *(OrderEvent, OrderEmail, IdempotencyKey, AuditEntry),
    )
    return [list(table.objects.order_by("pk").values()) for table in tables]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Assert that the block changes no row."""
    before = all_rows()
    yield
    assert all_rows() == before
