"""A ticket type that staff delete while a customer presses Pay is not sold (B13)."""

from functools import partial

import pytest

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from matinee.checkout.models import TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from tests.cinema import make_cinema
from tests.races.concurrency import codes, plain_connection, run_in_background, wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_ticket_type_deleted_during_the_freeze_is_reported() -> None:
    cinema = make_cinema()
    (seat_id,) = cinema.ids("A1")
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=[seat_id])
    purchase = Purchase(token=hold.token, ticket_types={seat_id: cinema.child.pk})
    with plain_connection() as staff:
        staff.execute("DELETE FROM ticket_type WHERE id = %s", [cinema.child.pk])
        with run_in_background(partial(book, purchase=purchase)) as booked:
            wait_until_blocked(by=staff)
            staff.commit()
            assert codes([booked.result()]) == ["invalid"]
    assert not TicketOrder.objects.exists()
    assert not Booking.objects.get().frozen
