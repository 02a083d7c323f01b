"""The booking services, rule by rule (B2–B8, B12, B15): exact results, and no change after an error."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from matinee.booking.availability import seat_counts
from matinee.booking.errors import (
    AlreadyBooked,
    ExtensionLimit,
    HoldChanged,
    HoldExpired,
    HoldNotFound,
    KeyMismatch,
    SeatNotFound,
    SeatOutOfService,
    SeatsTaken,
    TooManySeats,
)
from matinee.booking.models import Booking, TakenSeat
from matinee.booking.queries import current_hold
from matinee.booking.rules import Hold
from matinee.booking.services import cancel_show, extend_hold, hold_seats, release_seats
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.core.clock import database_now
from matinee.core.problems import Problem
from matinee.shows.errors import SalesClosed, SalesNotOpen, ShowCancelled, ShowNotFound
from matinee.shows.models import Show
from matinee.venues.models import Seat
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time

pytestmark = pytest.mark.django_db

FIVE_MINUTES = timedelta(minutes=5)
KEY = "0123456789abcdef0123456789abcdef"


def hold(cinema: Cinema, *names: str, **more: Any) -> Hold:
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names), **more)


def rows() -> list[dict[str, Any]]:
    return [dict(row) for row in Booking.objects.order_by("pk").values()]


def assert_error(error: type[Problem], verb: Callable[[], object]) -> dict[str, Any]:
    """Assert that the call raises this error and changes nothing; return the error's data."""
    before = rows()
    with pytest.raises(error) as refusal:
        verb()
    assert rows() == before
    return refusal.value.data


def test_b2_all_seats_of_one_call_get_the_same_five_minutes(cinema: Cinema) -> None:
    before = database_now()
    made = hold(cinema, "A2", "A1")
    after = database_now()
    assert made.seat_ids == cinema.ids("A1", "A2")
    assert made.status == "LOCKED"
    assert made.locked_until == made.server_time + FIVE_MINUTES
    assert before <= made.server_time <= after
    assert {row["locked_until"] for row in rows()} == {made.locked_until}
    assert {row["hold_id"] for row in rows()} == {made.hold_id}


def test_b3_all_or_nothing(cinema: Cinema) -> None:
    hold(cinema, "A2")
    data = assert_error(SeatsTaken, lambda: hold(cinema, "A1", "A2", "A3"))
    assert data["seat_ids"] == cinema.ids("A2")


def test_b3_seats_of_this_show_only(cinema: Cinema) -> None:
    foreign = make_cinema().seats[0].pk
    wanted = [*cinema.ids("A1"), foreign]
    data = assert_error(SeatNotFound, lambda: hold_seats(show_id=cinema.show.pk, seat_ids=wanted))
    assert data == {"seat_ids": [foreign]}
    assert_error(ShowNotFound, lambda: hold_seats(show_id=0, seat_ids=cinema.ids("A1")))


def test_b3_at_most_ten_adding_included(cinema: Cinema) -> None:
    ten = [f"A{n}" for n in range(1, 11)]
    assert_error(TooManySeats, lambda: hold(cinema, *ten, "B1"))
    nine = hold(cinema, *ten[:9])
    assert_error(TooManySeats, lambda: hold(cinema, "A10", "B1", token=nine.token))
    assert len(hold(cinema, "A10", token=nine.token).seat_ids) == 10


def test_b4_taken_seats_come_with_the_nearest_free_ones(cinema: Cinema) -> None:
    hold(cinema, "A5")
    data = assert_error(SeatsTaken, lambda: hold(cinema, "A5", "A6"))
    suggested = [f"{seat['row']}{seat['number']}" for seat in data["suggestions"]]
    assert suggested == ["A4", "A3", "A7", "B5"]
    free = Seat.objects.filter(pk__in=[seat["id"] for seat in data["suggestions"]])
    assert not free.filter(bookings__show=cinema.show).exists()


def test_b4_suggestions_are_like_for_like(cinema: Cinema) -> None:
    Seat.objects.filter(pk__in=cinema.ids("A1", "C3", "D9", "E1", "E2")).update(type="wheelchair")
    hold(cinema, "A1", "A2")
    data = assert_error(SeatsTaken, lambda: hold(cinema, "A1"))
    assert [seat["id"] for seat in data["suggestions"]] == cinema.ids("C3", "E1", "E2", "D9")


def test_b4_repeated_request_returns_the_hold_unchanged(cinema: Cinema) -> None:
    first = hold(cinema, "A1", "A2")
    pass_time(minutes=2)
    again = hold(cinema, "A1", token=first.token)
    assert first.locked_until is not None
    assert again.locked_until == first.locked_until - timedelta(minutes=2)
    assert again.seat_ids == first.seat_ids


def test_b5_token_of_another_show_is_ignored(cinema: Cinema) -> None:
    other = hold(make_cinema(), "A1")
    assert_error(HoldNotFound, lambda: hold(cinema, "A1", token=other.token))


def test_b6_adding_sets_the_whole_hold_back_to_five_minutes(cinema: Cinema) -> None:
    first = hold(cinema, "A1")
    pass_time(minutes=3)
    both = hold(cinema, "A2", token=first.token)
    assert both.locked_until == both.server_time + FIVE_MINUTES
    assert {row["locked_until"] for row in rows()} == {both.locked_until}
    assert both.extensions_left == first.extensions_left


def test_b6_extending_sets_the_whole_hold_back_to_five_minutes(cinema: Cinema) -> None:
    first = hold(cinema, "A1", "A2")
    pass_time(minutes=4)
    longer = extend_hold(token=first.token)
    assert longer.locked_until == longer.server_time + FIVE_MINUTES
    assert {row["locked_until"] for row in rows()} == {longer.locked_until}
    assert (first.extensions_left, longer.extensions_left) == (10, 9)


def test_b6_ten_extensions_then_no_more(cinema: Cinema) -> None:
    token = hold(cinema, "A1").token
    for _ in range(10):
        pass_time(minutes=1)
        extend_hold(token=token)
    assert assert_error(ExtensionLimit, lambda: extend_hold(token=token))["extensions_left"] == 0


def test_b6_neither_adding_nor_extending_goes_past_an_hour(cinema: Cinema) -> None:
    token = hold(cinema, "A1").token
    Booking.objects.update(
        hold_started_at=F("hold_started_at") - timedelta(minutes=57),
        created_at=F("created_at") - timedelta(minutes=57),
    )
    started_at = Booking.objects.get().hold_started_at
    assert started_at is not None
    pass_time(minutes=1)
    end = started_at - timedelta(minutes=1) + timedelta(hours=1)
    assert hold(cinema, "A2", token=token).locked_until == end
    assert_error(ExtensionLimit, lambda: extend_hold(token=token))


def test_b6_partial_release_keeps_the_expiry(cinema: Cinema) -> None:
    made = hold(cinema, "A1", "A2")
    assert release_seats(token=made.token, seat_ids=cinema.ids("A1")) == cinema.ids("A1")
    (left,) = rows()
    assert left["locked_until"] == made.locked_until


def test_b7_release_deletes_the_rows_and_can_be_repeated(cinema: Cinema) -> None:
    made = hold(cinema, "A1", "A2")
    assert release_seats(token=made.token) == cinema.ids("A1", "A2")
    assert rows() == []
    assert release_seats(token=made.token) == []
    assert release_seats(token=made.token, seat_ids=cinema.ids("A1")) == []


def test_b7_sold_hold_cannot_be_released_extended_or_added_to(cinema: Cinema) -> None:
    made = hold(cinema, "A1")
    order = book(purchase=Purchase(token=made.token))
    for verb in (
        lambda: release_seats(token=made.token),
        lambda: extend_hold(token=made.token),
        lambda: hold(cinema, "A2", token=made.token),
        lambda: book(purchase=Purchase(token=made.token)),
    ):
        assert_error(AlreadyBooked, verb)
    assert order.hold_id == made.hold_id


def test_b7_a_seat_that_is_not_in_the_hold_is_not_released(cinema: Cinema) -> None:
    made, others = hold(cinema, "A1"), hold(cinema, "A2")
    wanted = cinema.ids("A1", "A2")
    data = assert_error(SeatNotFound, lambda: release_seats(token=made.token, seat_ids=wanted))
    assert data == {"seat_ids": list(others.seat_ids)}


def test_b8_an_expired_row_is_ignored_and_cleaned_up_on_the_next_access(cinema: Cinema) -> None:
    late = hold(cinema, "A1", "A2")
    pass_time(minutes=6)
    assert not TakenSeat.objects.filter(show=cinema.show)
    quick = hold(cinema, "A1")
    assert {(row["seat_id"], row["hold_id"]) for row in rows()} == {
        (cinema.ids("A1")[0], quick.hold_id),
        (cinema.ids("A2")[0], late.hold_id),
    }


def test_b8_expired_hold_fails_with_its_remaining_seats(cinema: Cinema) -> None:
    late = hold(cinema, "A1", "A2")
    pass_time(minutes=6)
    hold(cinema, "A1")
    Seat.objects.filter(pk__in=cinema.ids("B1")).update(in_service=False)
    left = {"seat_ids": cinema.ids("A2"), "still_available": cinema.ids("A2")}
    assert assert_error(HoldExpired, lambda: extend_hold(token=late.token)) == left
    assert assert_error(HoldExpired, lambda: hold(cinema, "A3", token=late.token)) == left
    assert assert_error(HoldExpired, lambda: book(purchase=Purchase(token=late.token))) == left
    assert assert_error(HoldExpired, lambda: current_hold(late.token)) == left
    assert release_seats(token=late.token) == []


def test_b12_no_sale_outside_the_window_or_for_a_cancelled_show(cinema: Cinema) -> None:
    made = hold(cinema, "A1")
    shows, now = Show.objects.filter(pk=cinema.show.pk), database_now()

    def refuses(error: type[Problem]) -> None:
        assert_error(error, lambda: hold(cinema, "A2"))
        assert_error(error, lambda: book(purchase=Purchase(token=made.token)))

    shows.update(sales_open_at=now + FIVE_MINUTES)
    refuses(SalesNotOpen)
    shows.update(sales_open_at=now - 2 * FIVE_MINUTES, sales_close_at=now - FIVE_MINUTES)
    refuses(SalesClosed)
    shows.update(sales_close_at=now + FIVE_MINUTES)
    cancel_show(show_id=cinema.show.pk)
    refuses(ShowCancelled)


def test_b12_a_seat_out_of_service_is_neither_held_nor_booked_nor_counted(cinema: Cinema) -> None:
    made = hold(cinema, "A1")
    Seat.objects.filter(pk__in=cinema.ids("A1", "A2")).update(in_service=False)
    assert assert_error(SeatOutOfService, lambda: hold(cinema, "A2", "A3"))["seat_ids"] == cinema.ids("A2")
    assert_error(SeatOutOfService, lambda: book(purchase=Purchase(token=made.token)))
    assert seat_counts([cinema.show.pk]) == {cinema.show.pk: (48, 0)}


def test_b15_repeated_key_returns_its_hold(cinema: Cinema) -> None:
    first = hold(cinema, "A1", "A2", idempotency_key=KEY)
    hold(cinema, "A3", token=first.token)
    again = hold(cinema, "A2", "A1", idempotency_key=KEY)
    assert str(again.token) == str(first.token)
    assert again.seat_ids == cinema.ids("A1", "A2", "A3")


def test_b15_key_with_another_request_fails(cinema: Cinema) -> None:
    hold(cinema, "A1", "A2", idempotency_key=KEY)
    elsewhere = make_cinema()
    assert_error(KeyMismatch, lambda: hold(cinema, "A1", idempotency_key=KEY))
    assert_error(KeyMismatch, lambda: hold(cinema, "A1", "A3", idempotency_key=KEY))
    assert_error(KeyMismatch, lambda: hold(elsewhere, "A1", "A2", idempotency_key=KEY))


def test_b15_key_of_an_expired_hold_creates_a_new_one(cinema: Cinema) -> None:
    first = hold(cinema, "A1", "A2", idempotency_key=KEY)
    hold(cinema, "A3", token=first.token)
    pass_time(minutes=6)
    again = hold(cinema, "A1", "A2", idempotency_key=KEY)
    assert again.seat_ids == cinema.ids("A1", "A2")
    assert again.locked_until == again.server_time + FIVE_MINUTES
    assert len(rows()) == 2


def test_request_must_match_the_hold(cinema: Cinema) -> None:
    made = hold(cinema, "A1", "A2")
    data = assert_error(
        HoldChanged, lambda: book(purchase=Purchase(token=made.token, seat_ids=cinema.ids("A1")))
    )
    assert data == {"seat_ids": cinema.ids("A1", "A2")}
