"""Deletes old rows of expired holds, and moves the rows of old shows to `booking_archive`.

No other code depends on it: an expired row counts as AVAILABLE (B8). Orders and tickets stay where they are
(B17): they are the history of a booking.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction

from matinee.booking import sql
from matinee.booking.models import Booking, BookingQuerySet, BookingStatus
from matinee.core.clock import database_now
from matinee.runtime.failed_rows.services import delete_other_failures, each_row
from matinee.shows.models import Show
from matinee.venues.models import Seat

SWEEP_LOOP, ARCHIVE_LOOP = "sweep", "archive"

EXPIRED_FOR = timedelta(hours=1)
"""How long an expired row stays, so that requests with its token get HoldExpired with the seats (B5, B8)."""

SALES_CLOSED_FOR = timedelta(days=7)
"""Holds belong to shows on sale, so the rows of older shows are not read. Archiving takes the rest."""

BATCH = 200
"""Seats that are locked at a time, for milliseconds."""

OVER_FOR = timedelta(days=30)
"""From the end of a show until its rows may be archived: no late payment looks for free seats then (B14)."""

COLUMNS = ", ".join(str(field.column) for field in Booking._meta.concrete_fields)

ARCHIVE_SHOW = sql.statement("archive_show").format(columns=COLUMNS)


def sweep_expired() -> int:
    """Delete LOCKED rows that expired more than an hour ago; return their number.

    Rows whose seats are locked stay until the next run. A row that fails is recorded and skipped.
    """
    swept, failed, last_id = 0, set[int](), 0
    while batch := _next_batch(last_id):
        try:
            swept += _sweep(batch)
        except DatabaseError:
            one_by_one = _sweep_one_by_one(batch)
            swept += one_by_one.swept
            failed |= one_by_one.failed
        last_id = batch[-1]
    delete_other_failures(SWEEP_LOOP, failed)
    return swept


def archive_shows(*, ended_before: datetime) -> int:
    """Move the rows of all shows that ended before then, and over 30 days ago; return their number.

    Each show has a short transaction, which locks no seat and no show. An interrupted run continues where it
    stopped. A show that fails is recorded and skipped.
    """
    before = min(ended_before, database_now() - OVER_FOR)
    over = Show.objects.filter(starts_at__lt=before, ends_at__lt=before, bookings__isnull=False).distinct()
    archived = Counter[int]()

    def archive(show_id: int) -> None:
        archived[show_id] = _archive(show_id)

    each_row(ARCHIVE_LOOP, list(over.order_by("pk").values_list("pk", flat=True)), archive)
    return archived.total()


def _next_batch(last_id: int) -> list[int]:
    rows = _long_expired().filter(pk__gt=last_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


class _Swept(NamedTuple):
    swept: int
    failed: set[int]


def _sweep_one_by_one(batch: Sequence[int]) -> _Swept:
    swept = Counter[int]()

    def sweep(row_id: int) -> None:
        swept[row_id] = _sweep([row_id])

    failed = each_row(SWEEP_LOOP, batch, sweep)
    return _Swept(swept.total(), failed)


@transaction.atomic
def _sweep(row_ids: Sequence[int]) -> int:
    # Under the seat's lock, as each change (B10): a late payment may be booking such a row.
    expired = _long_expired().filter(pk__in=row_ids)
    seats = list(
        Seat.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(pk__in=list(expired.values_list("seat_id", flat=True)))
        .order_by("id")
    )
    return _long_expired().filter(pk__in=row_ids, seat__in=seats).delete()[0]


def _long_expired() -> BookingQuerySet:
    now = database_now()
    return Booking.objects.filter(
        show__sales_close_at__gt=now - SALES_CLOSED_FOR,
        status=BookingStatus.LOCKED,
        locked_until__lt=now - EXPIRED_FOR,
    )


@transaction.atomic
def _archive(show_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ARCHIVE_SHOW, {"show": show_id})
        archived: int = cursor.rowcount
    return archived
