"""Many people want one seat (B4, B9, B11): each wall alone keeps it to one winner, neither does not."""

from functools import partial

import pytest

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import codes, together, winners

CLIENTS = 24
ROUNDS = 20

pytestmark = pytest.mark.django_db(transaction=True)


def fight_for_one_seat(cinema: Cinema, name: str) -> int:
    """All clients want the same seat at once; everybody else must read "taken". How many won?"""
    want = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids(name))
    outcomes = together(*[want] * CLIENTS)
    won = len(winners(outcomes))
    assert codes(outcomes) == ["seats-taken"] * (CLIENTS - won)
    assert Booking.objects.filter(show=cinema.show, seat__in=cinema.ids(name)).count() == won
    return won


@pytest.mark.usefixtures("either_way")
def test_one_winner() -> None:
    cinema = make_cinema()
    assert [fight_for_one_seat(cinema, name) for name in ("A1", "A2", "A3")] == [1, 1, 1]


@pytest.mark.usefixtures("step_by_step", "without_unique_constraint")
def test_the_lock_alone_keeps_it_to_one_winner() -> None:
    cinema = make_cinema()
    assert [fight_for_one_seat(cinema, name) for name in ("A1", "A2", "A3")] == [1, 1, 1]


@pytest.mark.usefixtures("either_way", "without_row_locks")
def test_the_constraint_alone_keeps_it_to_one_winner() -> None:
    cinema = make_cinema()
    assert [fight_for_one_seat(cinema, name) for name in ("A1", "A2", "A3")] == [1, 1, 1]


@pytest.mark.usefixtures("step_by_step", "without_row_locks", "without_unique_constraint")
def test_control_with_neither_wall_several_win() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    assert any(fight_for_one_seat(cinema, f"A{n}") > 1 for n in range(1, ROUNDS + 1))
