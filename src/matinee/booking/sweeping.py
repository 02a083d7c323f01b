"""Hygiene: rows of holds that ran out long ago. Nothing depends on it, since they count as AVAILABLE (B8)."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db import DatabaseError, transaction

from matinee.booking.models import Booking, BookingQuerySet, BookingStatus
from matinee.core.clock import ClockTimestamp, StatementTimestamp
from matinee.runtime.failed_rows.services import each_row, keep_only
from matinee.venues.models import Seat

LOOP = "sweep"

KEPT = timedelta(hours=1)
"""How long a row stands after its time, so that whoever comes back learns that his hold ran out (B5)."""

SALES_CLOSED = timedelta(days=7)
"""Holds are of shows on sale, so years of bookings of others need no look. Archiving takes what is left."""

BATCH = 200
"""Seats locked at a time, for milliseconds."""


def sweep_expired() -> int:
    """Delete LOCKED rows whose time ran out over an hour ago; give their number.

    Seats that somebody has locked are left for the next time. A row that fails is set aside.
    """
    swept, failed, last_id = 0, set[int](), 0
    while batch := _next_batch(last_id):
        try:
            swept += _sweep(batch)
        except DatabaseError:
            alone = _sweep_one_by_one(batch)
            swept += alone.swept
            failed |= alone.failed
        last_id = batch[-1]
    keep_only(LOOP, failed)
    return swept


def _next_batch(last_id: int) -> list[int]:
    rows = _long_expired().filter(pk__gt=last_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


class _Swept(NamedTuple):
    swept: int
    failed: set[int]


def _sweep_one_by_one(batch: Sequence[int]) -> _Swept:
    swept = Counter[int]()

    def sweep_one(row_id: int) -> None:
        swept[row_id] = _sweep([row_id])

    failed = each_row(LOOP, batch, sweep_one)
    return _Swept(swept.total(), failed)


@transaction.atomic
def _sweep(row_ids: Sequence[int]) -> int:
    # Behind the seat's lock like every change (B10): paying late may be turning such a row into BOOKED.
    expired = _long_expired().filter(pk__in=row_ids)
    seats = list(
        Seat.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(pk__in=list(expired.values_list("seat_id", flat=True)))
        .order_by("id")
    )
    return expired.filter(seat__in=seats).delete()[0]


def _long_expired() -> BookingQuerySet:
    return Booking.objects.filter(
        show__sales_close_at__gt=StatementTimestamp() - SALES_CLOSED,
        status=BookingStatus.LOCKED,
        locked_until__lt=ClockTimestamp() - KEPT,
    )
