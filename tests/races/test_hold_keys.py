"""B15: of concurrent requests with one key, one holds; the others fail or return its hold."""

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
    plain_connection,
    run_concurrently,
    run_in_background,
    wait_until_blocked,
    winners,
)

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "0123456789abcdef0123456789abcdef"
LOCK_SEAT = "SELECT 1 FROM seat WHERE id = %s FOR UPDATE"
ROUNDS = 10


def hold_call(cinema: Cinema, *names: str, show: int | None = None, key: str = KEY) -> partial[Hold]:
    return partial(
        hold_seats,
        show_id=show or cinema.show.pk,
        seat_ids=cinema.ids(*names),
        idempotency_key=key,
    )


def run_second_request_first(cinema: Cinema) -> list[Hold | Problem]:
    """A request waits for its seat's lock; one with the same key for another seat completes first."""
    (first,) = cinema.ids("A1")
    with plain_connection() as plain:
        plain.execute(LOCK_SEAT, [first])
        with run_in_background(hold_call(cinema, "A1")) as waiting:
            wait_until_blocked(by=plain)
            other = hold_call(cinema, "B1")()
            plain.commit()
            return [waiting.result(), other]


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_waiting_request_with_a_used_key_fails() -> None:
    outcomes = run_second_request_first(make_cinema())
    assert codes(outcomes) == ["idempotency-mismatch"]
    assert Booking.objects.count() == HoldKey.objects.count() == 1


def test_control_without_the_keys_row_both_hold(rewrite: Rewrite) -> None:
    rewrite(WITH_KEY["key_is_new"], "true")
    assert len(winners(run_second_request_first(make_cinema()))) == 2


@pytest.mark.usefixtures("without_fast_hold")
def test_control_without_the_claim_both_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.booking.hold_keys.claim", lambda *_, **__: None)
    assert len(winners(run_second_request_first(make_cinema()))) == 2


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_one_key_for_two_shows_concurrently_is_one_hold() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    other = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + DAY)
    for n in range(1, ROUNDS + 1):
        here, there = (
            hold_call(cinema, f"A{n}", show=show, key=f"{KEY}{n}") for show in (cinema.show.pk, other.pk)
        )
        assert codes(run_concurrently(here, there)) == ["idempotency-mismatch"]
    assert Booking.objects.count() == HoldKey.objects.count() == ROUNDS


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_equal_concurrent_requests_are_one_hold() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    for n in range(1, ROUNDS + 1):
        outcomes = run_concurrently(*[hold_call(cinema, f"A{n}", f"B{n}", key=f"{KEY}{n}")] * 4)
        assert codes(outcomes) == []
        assert len({outcome.hold_id for outcome in outcomes}) == 1
    assert Booking.objects.count() == 2 * ROUNDS


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_one_key_for_different_seats_concurrently_is_one_hold() -> None:
    cinema = make_cinema(rows=2, seats_per_row=ROUNDS)
    for n in range(1, ROUNDS + 1):
        outcomes = run_concurrently(
            hold_call(cinema, f"A{n}", key=f"{KEY}{n}"), hold_call(cinema, f"B{n}", key=f"{KEY}{n}")
        )
        assert codes(outcomes) == ["idempotency-mismatch"]
    assert Booking.objects.count() == ROUNDS
