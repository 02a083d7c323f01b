"""Parties whose seats overlap (B3, B10): all or nothing, in one lock order, so without deadlocks."""

from functools import partial

import psycopg
import pytest

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import make_cinema
from tests.races.concurrency import codes, meanwhile, plain_connection, together, wait_until_blocked, winners

pytestmark = pytest.mark.django_db(transaction=True)

LOCK_ONE = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"


@pytest.mark.usefixtures("either_way")
def test_opposite_orders_have_one_winner_and_no_deadlock() -> None:
    cinema = make_cinema(rows=10)
    for row in "ABCDEFGHIJ":
        names = [f"{row}{n}" for n in range(1, 9)]
        one = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*names[:6]))
        other = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*reversed(names[2:])))
        outcomes = together(one, other, one, other)
        assert len(winners(outcomes)) == 1
        assert codes(outcomes) == ["seats-taken"] * 3
        assert Booking.objects.filter(seat__in=cinema.ids(*names)).count() == 6


def test_control_locking_in_the_order_asked_deadlocks() -> None:
    cinema = make_cinema()
    first, second = cinema.ids("A1", "A2")
    with plain_connection() as one, plain_connection() as other:
        one.execute(LOCK_ONE, [first])
        other.execute(LOCK_ONE, [second])
        with meanwhile(partial(other.execute, LOCK_ONE, [first])) as waiting:
            wait_until_blocked(by=one)

            def embrace() -> None:
                one.execute(LOCK_ONE, [second])
                waiting.result()

            with pytest.raises(psycopg.errors.DeadlockDetected):
                embrace()


@pytest.mark.usefixtures("either_way")
def test_disjoint_parties_do_not_wait_for_each_other() -> None:
    cinema = make_cinema()
    with plain_connection() as stuck:
        stuck.execute(LOCK_ONE, cinema.ids("A1"))
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A2", "A3"))
    assert hold.seat_ids == cinema.ids("A2", "A3")
