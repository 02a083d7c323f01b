"""Contention for one seat (B4, B9, B11): the lock or the constraint alone ensures one winner."""

from functools import partial

import pytest

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import codes, run_concurrently, winners

CLIENTS = 24
ROUNDS = 20

pytestmark = pytest.mark.django_db(transaction=True)


def count_winners(cinema: Cinema, name: str) -> int:
    """Hold one seat from all clients concurrently; return how many hold it. The others get `seats-taken`."""
    call = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(name))
    outcomes = run_concurrently(*[call] * CLIENTS)
    won = len(winners(outcomes))
    assert codes(outcomes) == ["seats-taken"] * (CLIENTS - won)
    assert Booking.objects.filter(show=cinema.show, seat__in=cinema.ids(name)).count() == won
    return won


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_one_of_many_concurrent_clients_holds_a_seat() -> None:
    cinema = make_cinema()
    assert [count_winners(cinema, name) for name in ("A1", "A2", "A3")] == [1, 1, 1]


@pytest.mark.usefixtures("without_fast_hold", "without_unique_constraint")
def test_lock_alone_ensures_one_winner() -> None:
    cinema = make_cinema()
    assert [count_winners(cinema, name) for name in ("A1", "A2", "A3")] == [1, 1, 1]


@pytest.mark.usefixtures("with_and_without_fast_hold", "without_row_locks")
def test_constraint_alone_ensures_one_winner() -> None:
    cinema = make_cinema()
    assert [count_winners(cinema, name) for name in ("A1", "A2", "A3")] == [1, 1, 1]


@pytest.mark.usefixtures("without_fast_hold", "without_row_locks", "without_unique_constraint")
def test_control_without_both_safeguards_several_win() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    assert any(count_winners(cinema, f"A{n}") > 1 for n in range(1, ROUNDS + 1))
