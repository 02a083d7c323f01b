"""What the one statement of a hold rests on, each taken away once (B2, B3, B4, B6, B12, B16)."""

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
    meanwhile,
    plain_connection,
    together,
    wait_until_blocked,
    winners,
)

pytestmark = pytest.mark.django_db(transaction=True)

LOCK_SEAT = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"
SEED_HOLD = "INSERT INTO booking (show_id, seat_id, status, locked_until) VALUES (%s, %s, 'LOCKED', %s)"
EXTEND = "UPDATE booking SET locked_until = locked_until + interval '1 second', extensions = 1"
FREEZE = "UPDATE booking SET locked_until = locked_until + interval '1 second', frozen = true"
GUARD = WITHOUT_KEY["all_or_nothing"]
JUDGES_NEWEST_ROW = "WHERE current.status = 'LOCKED' AND current.locked_until <= excluded.created_at"

CLIENTS, ROUNDS = 24, 20


def wants(cinema: Cinema, *names: str, **more: object) -> partial[Hold]:
    return partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(*names), **more)  # type: ignore[arg-type]


def lose_one_of_two(cinema: Cinema) -> object:
    """A1 and A2 are free when we look, and A1 is somebody's when we have the locks. What do we get?"""
    (first,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, [first])
        with meanwhile(wants(cinema, "A1", "A2")) as waiting:
            wait_until_blocked(by=plain)
            plain.execute(SEED_HOLD, [cinema.show.pk, first, timezone.now() + timedelta(minutes=5)])
            plain.commit()
            return waiting.result()


def test_a_party_that_loses_a_seat_meanwhile_gets_none() -> None:
    cinema = make_cinema()
    assert codes([lose_one_of_two(cinema)]) == ["seats-taken"]
    assert Booking.objects.get().seat_id == cinema.ids("A1")[0]


def test_control_without_the_guard_half_a_party_is_held(rewrite: Rewrite) -> None:
    rewrite(GUARD, "1")
    cinema = make_cinema()
    lose_one_of_two(cinema)
    assert Booking.objects.count() == 2


def fight(cinema: Cinema, name: str) -> int:
    """How many of those who want one seat at once get it?"""
    return len(winners(together(*[wants(cinema, name)] * CLIENTS)))


@pytest.mark.usefixtures("without_unique_constraint")
def test_control_a_look_inside_the_statement_is_older_than_its_lock(rewrite: Rewrite) -> None:
    """It waits for the lock as it should, and several win: hence ON CONFLICT, which sees the newest row."""
    rewrite("ON CONFLICT (show_id, seat_id) DO UPDATE SET", "/*")
    rewrite(JUDGES_NEWEST_ROW, "*/")
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    assert any(fight(cinema, f"A{n}") > 1 for n in range(1, ROUNDS + 1))


@pytest.mark.usefixtures("without_unique_constraint")
def test_without_the_constraint_it_holds_nothing() -> None:
    cinema = make_cinema()
    with pytest.raises(ProgrammingError, match="no unique or exclusion constraint"):
        wants(cinema, "A1")()
    assert not Booking.objects.exists()


def released_after(cinema: Cinema) -> tuple[Hold, bool]:
    """A hold that had to wait; does its time begin after the wait?"""
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with meanwhile(wants(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            ((let_go,),) = plain.execute("SELECT clock_timestamp()").fetchall()
            plain.commit()
            hold = waiting.result()
    row = Booking.objects.get()
    assert row.locked_until == hold.locked_until == hold.server_time + timedelta(minutes=5)
    return hold, hold.server_time > let_go


def test_the_five_minutes_begin_when_the_lock_is_won() -> None:
    _, after_the_wait = released_after(make_cinema())
    assert after_the_wait


def test_control_the_start_of_the_statement_is_before_the_wait(rewrite: Rewrite) -> None:
    rewrite("clock_timestamp()", "statement_timestamp()")
    _, after_the_wait = released_after(make_cinema())
    assert not after_the_wait


def test_a_seat_whose_hold_ran_out_is_whole_for_the_next() -> None:
    cinema = make_cinema()
    first = wants(cinema, "A1", "A2")()
    Booking.objects.update(locked_until=timezone.now() - timedelta(seconds=1), extensions=3, frozen=True)
    second = wants(cinema, "A1")()
    row = Booking.objects.get(hold_id=second.hold_id)
    assert (row.seat_id, row.extensions, row.frozen, row.frozen_at) == (cinema.ids("A1")[0], 0, False, None)
    assert row.created_at == row.hold_started_at == second.server_time
    assert Booking.objects.get(hold_id=first.hold_id).seat_id == cinema.ids("A2")[0]


def add_while(cinema: Cinema, change: str) -> object:
    """Add A3 to the hold of A1, and have SQL run between the look and the locks."""
    hold = wants(cinema, "A1")()
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A3"))
        with meanwhile(wants(cinema, "A3", token=hold.token)) as waiting:
            wait_until_blocked(by=plain)
            plain.execute(change)
            plain.commit()
            return waiting.result()


def test_a_hold_that_is_extended_meanwhile_grows_with_one_clock() -> None:
    """What was seen without a lock is no longer so: the plain transaction judges."""
    cinema = make_cinema()
    hold = add_while(cinema, EXTEND)
    assert isinstance(hold, Hold)
    rows = Booking.objects.all()
    assert [(row.extensions, row.locked_until) for row in rows] == [(1, hold.locked_until)] * 2


def test_control_without_a_look_at_its_clock_the_extension_is_lost(rewrite: Rewrite) -> None:
    rewrite("AND locked_until = %(until)s", "AND %(until)s::timestamptz IS NOT NULL")
    cinema = make_cinema()
    add_while(cinema, EXTEND)
    assert {row.extensions for row in Booking.objects.all()} == {0, 1}


def test_a_hold_that_is_frozen_meanwhile_does_not_grow() -> None:
    cinema = make_cinema()
    assert codes([add_while(cinema, FREEZE)]) == ["hold-frozen"]
    assert Booking.objects.count() == 1


def test_a_hold_that_is_given_back_meanwhile_does_not_grow() -> None:
    cinema = make_cinema()
    assert codes([add_while(cinema, "DELETE FROM booking")]) == ["hold-expired"]
    assert not Booking.objects.exists()


def test_a_show_that_is_cancelled_while_a_hold_waits_is_not_sold() -> None:
    """The hold may stand, as its look is older than the wait; booking judges again (B12)."""
    cinema = make_cinema()
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, cinema.ids("A1"))
        with meanwhile(wants(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            cancel_show(show_id=cinema.show.pk)
            plain.commit()
            hold = waiting.result()
    assert codes(together(partial(book, purchase=Purchase(token=hold.token)))) == ["show-cancelled"]


def test_whoever_waited_in_vain_hears_that_the_seat_is_taken(settings: LazySettings) -> None:
    settings.LOCK_WAIT_MS = 500
    cinema = make_cinema()
    (seat_id,) = cinema.ids("A1")
    with plain_connection() as stuck, plain_connection() as winner:
        stuck.execute("SELECT 1 FROM seat WHERE id = %s FOR NO KEY UPDATE", [seat_id])
        with meanwhile(wants(cinema, "A1")) as waiting:
            wait_until_blocked(by=stuck)
            winner.execute(SEED_HOLD, [cinema.show.pk, seat_id, timezone.now() + timedelta(minutes=5)])
            winner.commit()
            refusal = waiting.result()
    assert codes([refusal]) == ["seats-taken"]


def unflushed() -> bool:
    """Whether the log has something that is not on disk yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()")
        ((found,),) = cursor.fetchall()
    return bool(found)


def test_only_the_first_statement_of_a_hold_may_be_lost_in_a_crash() -> None:
    """B16: the first hold answers before the disk does, what is added to it does not."""
    cinema = make_cinema(rows=ROUNDS)
    first, added = [], []
    for row in sorted({seat.row_letter for seat in cinema.seats}):
        hold = wants(cinema, f"{row}1")()
        first.append(unflushed())
        wants(cinema, f"{row}2", token=hold.token)()
        added.append(unflushed())
    assert any(first)
    assert not any(added)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
