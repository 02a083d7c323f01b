"""Rules that the database enforces itself, also for plain SQL (B3, B9, B12, B17)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from matinee.booking.models import Booking
from matinee.shows.models import Show
from matinee.tickets.models import Ticket
from tests.cinema import Cinema, make_cinema, make_show

pytestmark = pytest.mark.django_db

SEED_HOLD = "INSERT INTO booking (show_id, seat_id, status, locked_until) VALUES (%s, %s, %s, %s)"


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def assert_violates(constraint: str, change: Callable[[], object]) -> None:
    """Assert that the change violates this constraint and stores nothing."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()


def hold(cinema: Cinema, seat_id: int, status: str = "LOCKED", minutes: int | None = 5) -> Callable[[], None]:
    until = None if minutes is None else timezone.now() + timedelta(minutes=minutes)
    return lambda: execute(SEED_HOLD, cinema.show.pk, seat_id, status, until)


def test_one_row_per_seat_and_show(cinema: Cinema) -> None:
    hold(cinema, cinema.seats[0].pk)()
    assert_violates("unique_seat_per_show", hold(cinema, cinema.seats[0].pk))


def test_unknown_status(cinema: Cinema) -> None:
    assert_violates("booking_status_is_known", hold(cinema, cinema.seats[0].pk, status="AVAILABLE"))


def test_a_lock_needs_its_end(cinema: Cinema) -> None:
    assert_violates("locked_has_locked_until", hold(cinema, cinema.seats[0].pk, minutes=None))


def test_a_lock_may_lie_in_the_past(cinema: Cinema) -> None:
    hold(cinema, cinema.seats[0].pk, minutes=-5)()
    assert Booking.objects.count() == 1


def test_a_seat_of_another_hall(cinema: Cinema) -> None:
    elsewhere = make_cinema()
    assert_violates("booking_of_seat_in_the_shows_hall", hold(cinema, elsewhere.seats[0].pk))


def test_a_seat_of_another_plan(cinema: Cinema) -> None:
    seat = cinema.hall.seats.create(plan_version=2, row_letter="A", seat_number=1)
    assert_violates("booking_of_seat_in_the_shows_hall", hold(cinema, seat.pk))


def test_a_show_that_does_not_exist(cinema: Cinema) -> None:
    seat_id = cinema.seats[0].pk
    assert_violates("show 0 does not exist", lambda: execute(SEED_HOLD, 0, seat_id, "BOOKED", None))


@pytest.mark.parametrize("change", ["hall_id = %s", "plan_version = %s + 1"])
def test_hall_and_plan_of_a_show_with_bookings(cinema: Cinema, change: str) -> None:
    hold(cinema, cinema.seats[0].pk)()
    elsewhere = make_cinema()
    other_hall = elsewhere.hall.pk
    elsewhere.show.delete()
    sql = f"UPDATE show SET {change} WHERE id = {cinema.show.pk}"  # noqa: S608
    assert_violates("booking_of_show", lambda: execute(sql, other_hall))
    Booking.objects.all().delete()
    execute(sql, other_hall)


def test_seat_or_show_with_bookings_cannot_be_deleted(cinema: Cinema) -> None:
    hold(cinema, cinema.seats[0].pk, status="BOOKED", minutes=None)()
    assert_violates("booking_of_seat", lambda: execute("DELETE FROM seat WHERE id = %s", cinema.seats[0].pk))
    assert_violates("booking_of_show", lambda: execute("DELETE FROM show WHERE id = %s", cinema.show.pk))


def test_one_seat_per_place(cinema: Cinema) -> None:
    assert_violates(
        "one_seat_per_place",
        lambda: cinema.hall.seats.create(plan_version=1, row_letter="A", seat_number=1),
    )


def test_shows_do_not_overlap_in_a_hall(cinema: Cinema) -> None:
    def another(minutes: int) -> Show:
        start = cinema.show.starts_at + timedelta(minutes=minutes)
        return make_show(movie=cinema.movie, hall=cinema.hall, starts_at=start)

    assert_violates("no_two_shows_overlap_in_a_hall", lambda: another(0))
    assert_violates("no_two_shows_overlap_in_a_hall", lambda: another(134))
    another(135)
    Show.objects.filter(pk=cinema.show.pk).update(status="CANCELLED")
    another(0)


def test_two_shows_can_swap_halls(cinema: Cinema) -> None:
    other = make_cinema()
    execute("SET CONSTRAINTS no_two_shows_overlap_in_a_hall DEFERRED")
    Show.objects.filter(pk=cinema.show.pk).update(hall=other.hall)
    Show.objects.filter(pk=other.show.pk).update(hall=cinema.hall)
    execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_valid_ticket_per_seat(cinema: Cinema) -> None:
    """B17."""

    def ticket(code: str) -> Ticket:
        return Ticket.objects.create(
            show=cinema.show,
            seat=cinema.seats[0],
            price=12,
            currency="EUR",
            code=code,
            ticket_type_name="Adult",
        )

    first = ticket("one")
    assert_violates("one_valid_ticket_per_seat", lambda: ticket("two"))
    Ticket.objects.filter(pk=first.pk).update(status="VOIDED")
    ticket("three")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("show_status_is_known", "status = 'MAYBE'"),
        ("show_price_is_not_negative", "price = -1"),
        ("show_times_are_in_order", "ends_at = starts_at"),
        ("show_times_are_in_order", "hall_free_at = starts_at"),
        ("show_sales_open_before_close", "sales_open_at = sales_close_at"),
    ],
)
def test_impossible_shows(cinema: Cinema, constraint: str, change: str) -> None:
    sql = f"UPDATE show SET {change} WHERE id = %s"  # noqa: S608
    assert_violates(constraint, lambda: execute(sql, cinema.show.pk))


def test_sold_seat_cannot_be_deleted(cinema: Cinema) -> None:
    Ticket.objects.create(show=cinema.show, seat=cinema.seats[0], price=12, currency="EUR", code="x")
    assert_violates("ticket_seat_id", lambda: _delete_seat_now(cinema.seats[0].pk))


def _delete_seat_now(seat_id: int) -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("DELETE FROM seat WHERE id = %s", seat_id)
