"""B15: of requests with one key at once, one is first; the others are refused or find its hold."""

from functools import partial

import pytest

from matinee.booking.fast_hold.statements import WITH_KEY
from matinee.booking.models import Booking, HoldKey
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats
from matinee.core.problems import Problem
from tests.cinema import DAY, Cinema, make_cinema, make_show
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

KEY = "0123456789abcdef0123456789abcdef"
LOCK_SEAT = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"
ROUNDS = 10


def wants(cinema: Cinema, *names: str, show: int | None = None, key: str = KEY) -> partial[Hold]:
    return partial(
        hold_seats,
        show_id=show or cinema.show.pk,
        seat_ids=cinema.ids(*names),
        idempotency_key=key,
    )


def overtake(cinema: Cinema) -> list[Hold | Problem]:
    """A request waits for its seat's lock; another with the same key, for another seat, is done meanwhile."""
    (first,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, [first])
        with meanwhile(wants(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            other = wants(cinema, "B1")()
            plain.commit()
            return [waiting.result(), other]


@pytest.mark.usefixtures("either_way")
def test_a_request_that_was_overtaken_is_refused() -> None:
    outcomes = overtake(make_cinema())
    assert codes(outcomes) == ["idempotency-mismatch"]
    assert Booking.objects.count() == HoldKey.objects.count() == 1


def test_control_without_the_keys_own_row_both_win(rewrite: Rewrite) -> None:
    rewrite(WITH_KEY["key_is_new"], "true")
    assert len(winners(overtake(make_cinema()))) == 2


@pytest.mark.usefixtures("step_by_step")
def test_control_without_the_claim_both_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.booking.hold_keys.claim", lambda *_, **__: None)
    assert len(winners(overtake(make_cinema()))) == 2


@pytest.mark.usefixtures("either_way")
def test_one_key_for_two_shows_at_once() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    other = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + DAY)
    for n in range(1, ROUNDS + 1):
        here, there = (
            wants(cinema, f"A{n}", show=show, key=f"{KEY}{n}") for show in (cinema.show.pk, other.pk)
        )
        assert codes(together(here, there)) == ["idempotency-mismatch"]
    assert Booking.objects.count() == HoldKey.objects.count() == ROUNDS


@pytest.mark.usefixtures("either_way")
def test_one_request_many_times_at_once_is_one_hold() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    for n in range(1, ROUNDS + 1):
        outcomes = together(*[wants(cinema, f"A{n}", f"B{n}", key=f"{KEY}{n}")] * 4)
        assert codes(outcomes) == []
        assert len({outcome.hold_id for outcome in outcomes}) == 1
    assert Booking.objects.count() == 2 * ROUNDS


@pytest.mark.usefixtures("either_way")
def test_one_key_for_other_seats_at_once_is_no_large_hold() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    for n in range(1, ROUNDS + 1):
        outcomes = together(wants(cinema, f"A{n}", key=f"{KEY}{n}"), wants(cinema, f"B{n}", key=f"{KEY}{n}"))
        assert codes(outcomes) == ["idempotency-mismatch"]
    assert Booking.objects.count() == ROUNDS
