"""Concurrent requests on one hold: add, extend, release and book (B3, B6, B7, B10)."""

from functools import partial

import pytest

from matinee.booking.models import Booking, BookingStatus
from matinee.booking.services import cancel_show, extend_hold, hold_seats, release_seats
from matinee.checkout.models import TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import codes, run_concurrently, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 12


def add_concurrently(cinema: Cinema, row: str, next_row: str) -> int:
    """Add four seats to a hold of four in three concurrent requests; return its number of seats."""
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*(f"{row}{n}" for n in range(1, 5))))
    add = partial(hold_seats, show_id=cinema.show.pk, token=hold.token)
    outcomes = run_concurrently(
        partial(add, seat_ids=cinema.ids(*(f"{row}{n}" for n in range(5, 9)))),
        partial(add, seat_ids=cinema.ids(*(f"{next_row}{n}" for n in range(1, 5)))),
        partial(add, seat_ids=cinema.ids(*(f"{next_row}{n}" for n in range(5, 9)))),
    )
    assert codes(outcomes) == ["invalid"] * (3 - len(winners(outcomes)))
    return Booking.objects.filter(hold_id=hold.hold_id).count()


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_concurrent_additions_cannot_exceed_ten_seats() -> None:
    cinema = make_cinema(rows=6)
    assert [add_concurrently(cinema, *rows) for rows in ("AB", "CD", "EF")] == [8, 8, 8]


@pytest.mark.usefixtures("without_fast_hold", "without_row_locks")
def test_control_without_the_lock_additions_exceed_ten_seats() -> None:
    cinema = make_cinema(rows=2 * ROUNDS)
    letters = sorted({seat.row_letter for seat in cinema.seats})
    pairs = zip(letters[::2], letters[1::2], strict=True)
    assert any(add_concurrently(cinema, *pair) > 10 for pair in pairs)


def test_release_and_book_never_both_happen() -> None:
    cinema = make_cinema(rows=ROUNDS)
    for row in "ABCDEFGHIJKL"[:ROUNDS]:
        seat_ids = cinema.ids(f"{row}1", f"{row}2")
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=seat_ids)
        booked, released = run_concurrently(
            partial(book, purchase=Purchase(token=hold.token)), partial(release_seats, token=hold.token)
        )
        left = list(Booking.objects.filter(seat__in=seat_ids).values_list("status", flat=True))
        if isinstance(booked, TicketOrder):
            assert codes([released]) in (["already-booked"], ["hold-frozen"])
            assert left == [BookingStatus.BOOKED] * 2
        else:
            assert (codes([booked]), released, left) == (["hold-expired"], seat_ids, [])


def test_concurrent_bookings_create_one_order() -> None:
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    outcomes = run_concurrently(*[partial(book, purchase=Purchase(token=hold.token))] * 6)
    assert len(winners(outcomes)) == 1
    assert set(codes(outcomes)) <= {"already-booked", "hold-frozen"}
    assert TicketOrder.objects.count() == 1


def test_repeated_key_books_once_and_returns_equal_responses() -> None:
    """B15: the second request waits for the first response."""
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    outcomes = run_concurrently(
        *[partial(book, purchase=Purchase(token=hold.token), idempotency_key="k" * 32)] * 6
    )
    assert len({order.pk for order in winners(outcomes)}) == 1
    assert len(winners(outcomes)) == 6
    assert TicketOrder.objects.count() == 1


@pytest.mark.usefixtures("with_and_without_fast_hold")
def test_repeated_key_holds_once_and_returns_equal_responses() -> None:
    """B15: the key determines the hold's bits."""
    cinema = make_cinema()
    call = partial(hold_seats, show_id=cinema.show.pk, seat_ids=cinema.ids("A1"), idempotency_key="k" * 32)
    outcomes = run_concurrently(*[call] * 6)
    assert len(winners(outcomes)) == 6
    assert len({str(hold.token) for hold in outcomes}) == 1


def test_a_concurrent_booking_of_a_cancelled_show_succeeds_first_or_fails() -> None:
    """B12: booking locks the show FOR SHARE, cancelling locks it FOR UPDATE."""
    for _ in range(ROUNDS // 2):
        cinema = make_cinema(rows=1, seats_per_row=2)
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
        booked, _cancelled = run_concurrently(
            partial(book, purchase=Purchase(token=hold.token)), partial(cancel_show, show_id=cinema.show.pk)
        )
        assert isinstance(booked, TicketOrder) or codes([booked]) == ["show-cancelled"]


def test_concurrent_extensions_all_count() -> None:
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    outcomes = run_concurrently(*[partial(extend_hold, token=hold.token)] * 14)
    assert len(winners(outcomes)) == 10
    assert codes(outcomes) == ["extension-limit"] * 4
