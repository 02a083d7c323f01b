"""Changes to a seat, a hold or a show during a wait for the lock (B2, B6, B8, B10, B11, B12)."""

from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.conf import LazySettings
from django.utils import timezone

from matinee.booking.models import Booking, BookingStatus
from matinee.booking.rules import Hold
from matinee.booking.services import cancel_show, extend_hold, hold_seats
from tests.cinema import Cinema, make_cinema, make_show
from tests.races.concurrency import codes, plain_connection, run_in_background, wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)

LOCK_SEAT = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"
SEED_HOLD = "INSERT INTO booking (show_id, seat_id, status, locked_until) VALUES (%s, %s, 'LOCKED', %s)"
EXPIRE_ALL = "UPDATE booking SET locked_until = clock_timestamp()"


def hold_call(cinema: Cinema, *names: str) -> partial[Hold]:
    return partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*names))


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_the_second_of_two_users_gets_seats_taken_after_the_wait() -> None:
    """User A with plain SQL and user B through the service, as in the diagram of the specification."""
    cinema = make_cinema()
    (seat_id,) = cinema.ids("C4")
    with plain_connection() as user_a:
        user_a.execute("SELECT * FROM seat WHERE id = %s FOR UPDATE", [seat_id])
        with run_in_background(hold_call(cinema, "C4")) as user_b:
            wait_until_blocked(by=user_a)
            user_a.execute(
                "INSERT INTO booking (show_id, seat_id, status, locked_until)"
                " VALUES (%s, %s, 'LOCKED', NOW() + INTERVAL '5 minutes')",
                [cinema.show.pk, seat_id],
            )
            user_a.commit()
            problem = user_b.result()
    assert (problem.code, problem.title) == ("seats-taken", "Seat taken")
    assert problem.data["seat_ids"] == [seat_id]
    assert Booking.objects.get(seat_id=seat_id).hold_id is None


@pytest.mark.usefixtures("without_fast_hold")
def test_a_seat_whose_hold_expires_during_the_wait_is_held() -> None:
    """The clock is read after the lock is taken."""
    cinema = make_cinema()
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(SEED_HOLD, [cinema.show.pk, seat_id, timezone.now() + timedelta(minutes=5)])
        plain.commit()
        plain.execute(LOCK_SEAT, [seat_id])
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            plain.execute(EXPIRE_ALL)
            plain.commit()
            hold = waiting.result()
    assert hold.seat_ids == [seat_id]
    row = Booking.objects.get(seat_id=seat_id)
    assert row.hold_id == hold.hold_id
    assert row.locked_until == hold.server_time + timedelta(minutes=5)


def test_control_the_start_of_the_transaction_is_stale_after_the_wait() -> None:
    cinema = make_cinema()
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as holder, plain_connection() as waiter:
        holder.execute(LOCK_SEAT, [seat_id])
        with run_in_background(partial(waiter.execute, LOCK_SEAT, [seat_id])) as waiting:
            wait_until_blocked(by=holder)
            expired_at = holder.execute("SELECT clock_timestamp()").fetchall()
            holder.commit()
            waiting.result()
        transaction_start = waiter.execute("SELECT now()").fetchall()
        after_the_wait = waiter.execute("SELECT clock_timestamp()").fetchall()
    assert transaction_start < expired_at < after_the_wait


def test_a_hold_that_expires_during_the_wait_is_not_extended() -> None:
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with run_in_background(partial(extend_hold, token=hold.token)) as waiting:
            wait_until_blocked(by=plain)
            plain.execute(EXPIRE_ALL)
            plain.commit()
            problem = waiting.result()
    assert codes([problem]) == ["hold-expired"]
    assert problem.data == {"seat_ids": list(hold.seat_ids), "still_available": list(hold.seat_ids)}


@pytest.mark.usefixtures("without_fast_hold")
def test_a_hold_of_a_show_cancelled_during_the_wait_fails() -> None:
    cinema = make_cinema()
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            cancel_show(show_id=cinema.show.pk)
            plain.commit()
            problem = waiting.result()
    assert codes([problem]) == ["show-cancelled"]
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_the_wait_for_a_lock_ends_at_the_timeout(settings: LazySettings) -> None:
    settings.LOCK_WAIT_MS = 100
    cinema = make_cinema()
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with run_in_background(hold_call(cinema, "A1", "A2")) as waiting:
            problem = waiting.result(timeout=3)
    assert codes([problem]) == ["busy"]
    assert not Booking.objects.exists()


def test_seat_lock_of_one_show_does_not_block_another_show(settings: LazySettings) -> None:
    """NO KEY UPDATE lets the foreign keys of other shows' bookings on the same seat pass."""
    settings.LOCK_WAIT_MS = 500
    cinema = make_cinema()
    later = make_show(
        movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + timedelta(days=1)
    )
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute("SELECT 1 FROM seat WHERE id = %s FOR NO KEY UPDATE", [seat_id])
        with plain_connection() as other_show:
            other_show.execute("SET lock_timeout = '500ms'")
            other_show.execute(SEED_HOLD, [later.pk, seat_id, timezone.now() + timedelta(minutes=5)])
    assert Booking.objects.get().show_id == later.pk


def test_control_plain_for_update_blocks_another_show() -> None:
    cinema = make_cinema()
    later = make_show(
        movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + timedelta(days=1)
    )
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, [seat_id])
        with plain_connection() as other_show:
            other_show.execute("SET lock_timeout = '100ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other_show.execute(SEED_HOLD, [later.pk, seat_id, timezone.now() + timedelta(minutes=5)])
            other_show.rollback()


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_sql_without_a_lock_violates_the_constraint() -> None:
    """B9: another session inserts without a lock, after the service found the seat free under its lock."""
    cinema = make_cinema()
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(SEED_HOLD, [cinema.show.pk, seat_id, timezone.now() + timedelta(minutes=5)])
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            plain.commit()
            problem = waiting.result()
    assert codes([problem]) == ["seats-taken"]
    assert Booking.objects.get().status == BookingStatus.LOCKED
