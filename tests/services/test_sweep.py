"""The sweep deletes rows of holds that expired long ago (B8)."""

from datetime import timedelta

import pytest
from django.db.models import F

from matinee.booking import upkeep
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.services import hold_seats
from matinee.booking.tasks import sweep_expired as sweep_job
from matinee.core.jobs import enqueue
from tests.cinema import Cinema
from tests.jobs import RunJobs, job_states
from tests.races.concurrency import plain_connection, run_in_background


def hold(cinema: Cinema, *names: str, expired: timedelta) -> None:
    """Hold these seats with an expiry this long ago."""
    held = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names))
    Booking.objects.filter(hold_id=held.hold_id).update(
        locked_until=F("locked_until") - timedelta(minutes=5) - expired
    )


def seats_with_rows() -> list[str]:
    return [str(row.seat) for row in Booking.objects.select_related("seat").order_by("seat_id")]


def test_deletes_rows_expired_over_an_hour_ago_only(cinema: Cinema) -> None:
    hold(cinema, "A1", "A2", expired=timedelta(minutes=61))
    hold(cinema, "B1", expired=timedelta(minutes=59))
    hold(cinema, "C1", expired=timedelta(minutes=-5))
    hold(cinema, "D1", expired=timedelta(days=1))
    Booking.objects.filter(seat__in=cinema.ids("D1")).update(status=BookingStatus.BOOKED)
    assert upkeep.sweep_expired() == 2
    assert seats_with_rows() == ["B1", "C1", "D1"]
    assert upkeep.sweep_expired() == 0


def test_more_than_one_batch(cinema: Cinema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    hold(cinema, "A1", "A2", "A3", "A4", "A5", expired=timedelta(hours=2))
    assert upkeep.sweep_expired() == 5


@pytest.mark.django_db(transaction=True)
def test_locked_seats_are_skipped_until_the_next_run(cinema: Cinema) -> None:
    hold(cinema, "A1", "A2", expired=timedelta(hours=2))
    (locked,) = cinema.ids("A1")
    with plain_connection() as booker:
        booker.execute("SELECT 1 FROM seat WHERE id = %s FOR NO KEY UPDATE", [locked])
        with run_in_background(upkeep.sweep_expired) as swept:
            assert swept.result(timeout=10) == 1
    assert seats_with_rows() == ["A1"]
    assert upkeep.sweep_expired() == 1


def test_the_worker_sweeps(cinema: Cinema, run_jobs: RunJobs) -> None:
    hold(cinema, "A1", expired=timedelta(hours=2))
    enqueue(sweep_job, timestamp=0)
    run_jobs()
    assert seats_with_rows() == []
    assert job_states() == [("sweep_expired", "succeeded", 1)]
