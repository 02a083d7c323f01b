"""Archiving the bookings of old shows during sales."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from matinee.booking import upkeep
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.services import hold_seats
from matinee.booking.upkeep import archive_shows
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.shows.models import Show
from tests.cinema import DAY, Cinema, make_show
from tests.failing_rows import failed_rows, failure_count
from tests.races.concurrency import plain_connection, run_in_background

LONG_AGO = datetime.now(UTC) - 40 * DAY


@pytest.fixture(autouse=True)
def archive_emptied(transactional_db: None) -> Iterator[None]:  # noqa: ARG001 - others must see what was written
    empty_archive()
    yield
    empty_archive()


def empty_archive() -> None:
    """Empty the archive: it is no Django table, so pytest-django does not."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM booking_archive")


def old_show(cinema: Cinema, starts_at: datetime = LONG_AGO) -> Show:
    """A past show with its first row sold and an expired hold."""
    show = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=starts_at)
    sold = {"show": show, "hall_id": show.hall_id, "plan_version": show.plan_version}
    for seat in cinema.seats[:10]:
        Booking.objects.create(**sold, seat=seat, status=BookingStatus.BOOKED)
    Booking.objects.create(**sold, seat=cinema.seats[10], status=BookingStatus.LOCKED, locked_until=starts_at)
    return show


@contextmanager
def rollback_at_exit(other: psycopg.Connection[Any]) -> Iterator[None]:
    """Roll the other connection back at the end, to release its locks."""
    try:
        yield
    finally:
        other.rollback()


def archived() -> list[tuple[Any, ...]]:
    return rows_of("booking_archive")


def rows_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {upkeep.COLUMNS} FROM {table} ORDER BY id")  # noqa: S608 - ours
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def test_rows_of_old_shows_are_moved_unchanged(cinema: Cinema) -> None:
    old = old_show(cinema)
    recent = old_show(cinema, LONG_AGO + 20 * DAY)
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    before = rows_of("booking")
    old_ids = set(Booking.objects.filter(show=old).values_list("pk", flat=True))

    assert archive_shows(ended_before=datetime.now(UTC) - 30 * DAY) == 11

    assert archived() == [row for row in before if row[0] in old_ids]
    assert rows_of("booking") == [row for row in before if row[0] not in old_ids]
    assert Booking.objects.filter(show=recent).count() == 11
    assert archive_shows(ended_before=datetime.now(UTC) - 30 * DAY) == 0


def test_a_show_stays_for_30_days_even_if_a_later_day_is_given(cinema: Cinema) -> None:
    old_show(cinema, datetime.now(UTC) - 30 * DAY)
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    assert archive_shows(ended_before=datetime.now(UTC) + 365 * DAY) == 0
    assert archived() == []


def test_orders_and_tickets_stay(cinema: Cinema) -> None:
    held = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    order = book(purchase=Purchase(token=held.token))
    Show.objects.filter(pk=cinema.show.pk).update(
        **dict.fromkeys(("starts_at", "feature_starts_at", "sales_close_at"), LONG_AGO),
        sales_open_at=LONG_AGO - DAY,
        ends_at=LONG_AGO + timedelta(hours=2),
        hall_free_at=LONG_AGO + timedelta(hours=2),
    )

    assert archive_shows(ended_before=datetime.now(UTC)) == 2

    assert list(order.lines.values_list("ticket__status", flat=True)) == ["VALID", "VALID"]


def test_sales_continue_during_the_archiving(cinema: Cinema) -> None:
    """The rows of a show are deleted but not committed; the same seats of another show are sold."""
    show = old_show(cinema)
    with plain_connection() as archiver:
        assert archiver.execute(upkeep.ARCHIVE_SHOW, {"show": show.pk}).rowcount == 11
        with run_in_background(lambda: _hold_and_buy(cinema)) as bought, rollback_at_exit(archiver):
            assert bought.result(timeout=5).total == 24


def _hold_and_buy(cinema: Cinema) -> Any:
    held = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    return book(purchase=Purchase(token=held.token))


def test_locked_rows_are_skipped_until_the_next_run(cinema: Cinema) -> None:
    show = old_show(cinema)
    with plain_connection() as other:
        other.execute("SELECT 1 FROM booking WHERE show_id = %s AND seat_id = %s FOR UPDATE",
                      [show.pk, cinema.seats[0].pk])  # fmt: skip
        with (
            run_in_background(lambda: archive_shows(ended_before=datetime.now(UTC))) as moved,
            rollback_at_exit(other),
        ):
            assert moved.result(timeout=5) == 10
    assert list(Booking.objects.values_list("seat_id", flat=True)) == [cinema.seats[0].pk]
    assert archive_shows(ended_before=datetime.now(UTC)) == 1


def test_a_show_that_fails_does_not_stop_the_others(cinema: Cinema, caplog: pytest.LogCaptureFixture) -> None:
    for days in range(3):
        old_show(cinema, LONG_AGO - days * DAY)
    with connection.cursor() as cursor:
        # The first show's rows cannot be archived.
        first = Show.objects.order_by("pk")[1].pk
        cursor.execute(f"ALTER TABLE booking_archive ADD CONSTRAINT full_up CHECK (show_id <> {first})")
    before = failure_count("archive")
    with (
        caplog.at_level(logging.ERROR),
        pytest.raises(CommandError, match=rf"could not be archived: \[{first}\]"),
    ):
        call_command("archive", "--before", f"{datetime.now(UTC):%Y-%m-%d}")
    assert (len(archived()), Booking.objects.count()) == (22, 11)
    assert f"archive: row {first} failed: IntegrityError" in caplog.text
    assert (failure_count("archive"), failed_rows("archive")) == (before + 1, [(first, 1)])

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking_archive DROP CONSTRAINT full_up")
    assert archive_shows(ended_before=datetime.now(UTC)) == 11
    assert (len(archived()), Booking.objects.count(), failed_rows("archive")) == (33, 0, [])


def test_the_archive_has_every_column(cinema: Cinema) -> None:  # noqa: ARG001
    """A migration that adds a column to one adds it to the other."""
    columns = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(columns, ["booking"])
        booking = set(cursor.fetchall())
        cursor.execute(columns, ["booking_archive"])
        assert set(cursor.fetchall()) == booking | {("archived_at", "timestamp with time zone")}


class TestCommand:
    """`matinee archive --before DAY`"""

    def test_prints_the_number_of_rows(self, cinema: Cinema) -> None:
        old_show(cinema)
        out = StringIO()
        call_command("archive", "--before", f"{LONG_AGO + 2 * DAY:%Y-%m-%d}", stdout=out)
        assert out.getvalue() == "Archived 11 bookings.\n"

    def test_no_day(self) -> None:
        with pytest.raises(CommandError, match="tomorrow is not a day as YYYY-MM-DD"):
            call_command("archive", "--before", "tomorrow")
