"""Hygiene: rows of holds that ran out long ago. Nothing depends on it, since they count as AVAILABLE (B8)."""

from datetime import timedelta

from django.db import transaction

from matinee.booking.models import Booking, BookingQuerySet, BookingStatus
from matinee.core.clock import ClockTimestamp, StatementTimestamp
from matinee.venues.models import Seat

KEPT = timedelta(hours=1)
"""How long a row stands after its time, so that whoever comes back learns that his hold ran out (B5)."""

SALES_CLOSED = timedelta(days=7)
"""Holds are of shows on sale, so years of bookings of others need no look. Archiving takes what is left."""

BATCH = 200
"""Seats locked at a time, for milliseconds."""


def sweep_expired() -> int:
    """Delete LOCKED rows whose time ran out over an hour ago; give their number.

    Seats that somebody has locked are left for the next time.
    """
    swept = 0
    while (batch := _sweep_batch()) is not None:
        swept += batch
    return swept


@transaction.atomic
def _sweep_batch() -> int | None:
    # Behind the seat's lock like every change (B10): paying late may be turning such a row into BOOKED.
    expired = list(_long_expired().values_list("seat_id", flat=True)[:BATCH])
    seats = list(
        Seat.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(pk__in=expired)
        .order_by("id")
    )
    if not seats:
        return None
    return _long_expired().filter(seat__in=seats).delete()[0]


def _long_expired() -> BookingQuerySet:
    return Booking.objects.filter(
        show__sales_close_at__gt=StatementTimestamp() - SALES_CLOSED,
        status=BookingStatus.LOCKED,
        locked_until__lt=ClockTimestamp() - KEPT,
    )
