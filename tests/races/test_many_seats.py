"""Holds of overlapping seats (B3, B10): all or nothing, in one lock order, without deadlocks."""

from functools import partial

import psycopg
import pytest

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import make_cinema
from tests.races.concurrency import (
    codes,
    plain_connection,
    run_concurrently,
    run_in_background,
    wait_until_blocked,
    winners,
)

pytestmark = pytest.mark.django_db(transaction=True)

LOCK_ONE = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_overlapping_holds_in_opposite_orders_have_one_winner_and_no_deadlock() -> None:
    cinema = make_cinema(rows=10)
    for row in "ABCDEFGHIJ":
        names = [f"{row}{n}" for n in range(1, 9)]
        one = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*names[:6]))
        other = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*reversed(names[2:])))
        outcomes = run_concurrently(one, other, one, other)
        assert len(winners(outcomes)) == 1
        assert codes(outcomes) == ["seats-taken"] * 3
        assert Booking.objects.filter(seat__in=cinema.ids(*names)).count() == 6


def test_control_locking_in_request_order_deadlocks() -> None:
    cinema = make_cinema()
    first, second = cinema.ids("A1", "A2")
    with plain_connection() as one, plain_connection() as other:
        one.execute(LOCK_ONE, [first])
        other.execute(LOCK_ONE, [second])
        with run_in_background(partial(other.execute, LOCK_ONE, [first])) as waiting:
            wait_until_blocked(by=one)

            def lock_in_opposite_orders() -> None:
                one.execute(LOCK_ONE, [second])
                waiting.result()

            with pytest.raises(psycopg.errors.DeadlockDetected):
                lock_in_opposite_orders()


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_holds_of_disjoint_seats_do_not_wait_for_each_other() -> None:
    cinema = make_cinema()
    with plain_connection() as locker:
        locker.execute(LOCK_ONE, cinema.ids("A1"))
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A2", "A3"))
    assert hold.seat_ids == cinema.ids("A2", "A3")
