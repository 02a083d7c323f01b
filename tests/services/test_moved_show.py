"""A show moves to another hall, by plain SQL, during a hold or a payment (B3, B14)."""

from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from matinee.booking import checks
from matinee.booking.errors import SeatNotFound
from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.checkout.models import OrderStatus, PaymentStatus
from matinee.checkout.payment_continuation import answer_demo_challenge, refresh_payment
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.payments.models import DemoPayment, Status
from matinee.venues.models import Hall
from matinee.venues.services import create_hall
from tests.cinema import Cinema, make_cinema

pytestmark = pytest.mark.django_db(transaction=True)

CHALLENGED = {"card": "4000002500003155"}
MOVE = "UPDATE show SET hall_id = %s WHERE id = %s"


@pytest.fixture
def small_cinema() -> Cinema:
    return make_cinema(rows=1, seats_per_row=4)


@pytest.fixture
def other_hall(small_cinema: Cinema) -> Hall:
    return create_hall(venue=small_cinema.venue, name="Hall 2", rows=1, seats_per_row=4)


def move(small_cinema: Cinema, hall: Hall) -> None:
    """Move the show on a connection of its own."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute(MOVE, [hall.pk, small_cinema.show.pk])


def test_running_hold_raises_no_such_seat(
    small_cinema: Cinema, other_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checks.require_available

    def check_and_move(*args: Any) -> None:
        check(*args)
        move(small_cinema, other_hall)

    monkeypatch.setattr(checks, "require_available", check_and_move)
    monkeypatch.setattr("matinee.booking.fast_hold.attempt", lambda *_: None)
    with pytest.raises(SeatNotFound):
        hold_seats(show_id=small_cinema.show.pk, seat_ids=small_cinema.ids("A1"))
    assert not Booking.objects.exists()


def test_returning_customer_gets_an_expired_order(small_cinema: Cinema, other_hall: Hall) -> None:
    hold = hold_seats(show_id=small_cinema.show.pk, seat_ids=small_cinema.ids("A1"))
    order = book(purchase=Purchase(token=hold.token, method=CHALLENGED))
    Booking.objects.all().delete()
    move(small_cinema, other_hall)
    payment = answer_demo_challenge(order, approve=True)
    assert payment
    assert payment.status == PaymentStatus.CANCELLED
    assert DemoPayment.objects.get().status == Status.CANCELLED
    order.refresh_from_db()
    assert (order.status, order.paid_at) == (OrderStatus.NEEDS_ATTENTION, None)
    assert refresh_payment(order) == payment
