"""The safeguards of the fast hold's statement, each with a control without it (B2, B3, B4, B6, B12, B16)."""

from datetime import timedelta
from functools import partial

import pytest
from django.conf import LazySettings
from django.db import ProgrammingError, connection
from django.utils import timezone

from matinee.booking.fast_hold.statements import WITHOUT_KEY
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import cancel_show, hold_seats
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import (
    Rewrite,
    codes,
    plain_connection,
    run_concurrently,
    run_in_background,
    wait_until_blocked,
    winners,
)

pytestmark = pytest.mark.django_db(transaction=True)

LOCK_SEAT = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"
SEED_HOLD = "INSERT INTO booking (show_id, seat_id, status, locked_until) VALUES (%s, %s, 'LOCKED', %s)"
EXTEND = "UPDATE booking SET locked_until = locked_until + interval '1 second', extensions = 1"
FREEZE = "UPDATE booking SET locked_until = locked_until + interval '1 second', frozen = true"
GUARD = WITHOUT_KEY["all_or_nothing"]
CHECKS_NEWEST_ROW = "WHERE current.status = 'LOCKED' AND current.locked_until <= excluded.created_at"

CLIENTS, ROUNDS = 24, 20


def hold_call(cinema: Cinema, *names: str, **more: object) -> partial[Hold]:
    return partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*names), **more)  # type: ignore[arg-type]


def hold_two_while_one_is_taken(cinema: Cinema) -> object:
    """Hold A1 and A2; another client takes A1 between the snapshot and the locks. Return the outcome."""
    (first,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, [first])
        with run_in_background(hold_call(cinema, "A1", "A2")) as waiting:
            wait_until_blocked(by=plain)
            plain.execute(SEED_HOLD, [cinema.show.pk, first, timezone.now() + timedelta(minutes=5)])
            plain.commit()
            return waiting.result()


def test_a_hold_of_two_seats_gets_none_if_one_is_taken() -> None:
    cinema = make_cinema()
    assert codes([hold_two_while_one_is_taken(cinema)]) == ["seats-taken"]
    assert Booking.objects.get().seat_id == cinema.ids("A1")[0]


def test_control_without_the_guard_half_of_the_seats_are_held(rewrite: Rewrite) -> None:
    rewrite(GUARD, "1")
    cinema = make_cinema()
    hold_two_while_one_is_taken(cinema)
    assert Booking.objects.count() == 2


def count_winners(cinema: Cinema, name: str) -> int:
    """Hold one seat from all clients concurrently; return how many get it."""
    return len(winners(run_concurrently(*[hold_call(cinema, name)] * CLIENTS)))


@pytest.mark.usefixtures("without_unique_constraint")
def test_control_the_statements_snapshot_is_older_than_its_lock(rewrite: Rewrite) -> None:
    """The statement waits for the lock, but several win. ON CONFLICT therefore checks the newest row."""
    rewrite("ON CONFLICT (show_id, seat_id) DO UPDATE SET", "/*")
    rewrite(CHECKS_NEWEST_ROW, "*/")
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    assert any(count_winners(cinema, f"A{n}") > 1 for n in range(1, ROUNDS + 1))


@pytest.mark.usefixtures("without_unique_constraint")
def test_the_statement_fails_without_the_constraint() -> None:
    cinema = make_cinema()
    with pytest.raises(ProgrammingError, match="no unique or exclusion constraint"):
        hold_call(cinema, "A1")()
    assert not Booking.objects.exists()


def hold_after_a_wait(cinema: Cinema) -> tuple[Hold, bool]:
    """Hold a seat after a wait for its lock; return the hold and whether its time begins after the wait."""
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            ((lock_released_at,),) = plain.execute("SELECT clock_timestamp()").fetchall()
            plain.commit()
            hold = waiting.result()
    row = Booking.objects.get()
    assert row.locked_until == hold.locked_until == hold.server_time + timedelta(minutes=5)
    return hold, hold.server_time > lock_released_at


def test_five_minutes_begin_after_the_lock() -> None:
    _, after_the_wait = hold_after_a_wait(make_cinema())
    assert after_the_wait


def test_control_the_start_of_the_statement_is_before_the_wait(rewrite: Rewrite) -> None:
    rewrite("clock_timestamp()", "statement_timestamp()")
    _, after_the_wait = hold_after_a_wait(make_cinema())
    assert not after_the_wait


def test_hold_of_an_expired_seat_resets_all_columns() -> None:
    cinema = make_cinema()
    first = hold_call(cinema, "A1", "A2")()
    Booking.objects.update(locked_until=timezone.now() - timedelta(seconds=1), extensions=3, frozen=True)
    second = hold_call(cinema, "A1")()
    row = Booking.objects.get(hold_id=second.hold_id)
    assert (row.seat_id, row.extensions, row.frozen, row.frozen_at) == (cinema.ids("A1")[0], 0, False, None)
    assert row.created_at == row.hold_started_at == second.server_time
    assert Booking.objects.get(hold_id=first.hold_id).seat_id == cinema.ids("A2")[0]


def add_while(cinema: Cinema, change: str) -> object:
    """Add A3 to the hold of A1, and run SQL between the snapshot and the locks."""
    hold = hold_call(cinema, "A1")()
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A3"))
        with run_in_background(hold_call(cinema, "A3", token=hold.token)) as waiting:
            wait_until_blocked(by=plain)
            plain.execute(change)
            plain.commit()
            return waiting.result()


def test_addition_to_a_hold_extended_meanwhile_has_one_expiry() -> None:
    """The snapshot is outdated, so the plain transaction decides."""
    cinema = make_cinema()
    hold = add_while(cinema, EXTEND)
    assert isinstance(hold, Hold)
    rows = Booking.objects.all()
    assert [(row.extensions, row.locked_until) for row in rows] == [(1, hold.locked_until)] * 2


def test_control_without_the_check_of_the_expiry_the_extension_is_lost(rewrite: Rewrite) -> None:
    rewrite("AND locked_until = %(until)s", "AND %(until)s::timestamptz IS NOT NULL")
    cinema = make_cinema()
    add_while(cinema, EXTEND)
    assert {row.extensions for row in Booking.objects.all()} == {0, 1}


def test_addition_to_a_hold_frozen_meanwhile_fails() -> None:
    cinema = make_cinema()
    assert codes([add_while(cinema, FREEZE)]) == ["hold-frozen"]
    assert Booking.objects.count() == 1


def test_addition_to_a_hold_released_meanwhile_fails() -> None:
    cinema = make_cinema()
    assert codes([add_while(cinema, "DELETE FROM booking")]) == ["hold-expired"]
    assert not Booking.objects.exists()


def test_a_show_cancelled_while_a_hold_waits_is_not_sold() -> None:
    """The hold may succeed, as its snapshot is older than the wait. Booking checks again (B12)."""
    cinema = make_cinema()
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            cancel_show(show_id=cinema.show.pk)
            plain.commit()
            hold = waiting.result()
    assert codes(run_concurrently(partial(book, purchase=Purchase(token=hold.token)))) == ["show-cancelled"]


def test_lock_timeout_on_a_taken_seat_returns_seats_taken(settings: LazySettings) -> None:
    settings.LOCK_WAIT_MS = 500
    cinema = make_cinema()
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as locker, plain_connection() as winner:
        locker.execute("SELECT 1 FROM seat WHERE id = %s FOR NO KEY UPDATE", [seat_id])
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=locker)
            winner.execute(SEED_HOLD, [cinema.show.pk, seat_id, timezone.now() + timedelta(minutes=5)])
            winner.commit()
            problem = waiting.result()
    assert codes([problem]) == ["seats-taken"]


def is_flushed_after(call: partial[Hold]) -> tuple[Hold, bool]:
    """Make the call. Return its hold, and whether the WAL is flushed beyond where it was before the call."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        ((before,),) = cursor.fetchall()
        hold = call()
        cursor.execute("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", [before])
        ((flushed,),) = cursor.fetchall()
    return hold, bool(flushed)


def test_only_the_first_statement_of_a_hold_may_be_lost_in_a_crash() -> None:
    """B16: a new hold does not wait for the WAL flush; an addition to it does."""
    cinema = make_cinema(rows=ROUNDS)
    first, added = [], []
    for row in sorted({seat.row_letter for seat in cinema.seats}):
        hold, flushed = is_flushed_after(hold_call(cinema, f"{row}1"))
        first.append(flushed)
        _, flushed = is_flushed_after(hold_call(cinema, f"{row}2", token=hold.token))
        added.append(flushed)
    assert not all(first)
    assert all(added)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
