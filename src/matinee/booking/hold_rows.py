"""Writes the rows of a hold. The caller holds the locks of all its seats."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from matinee.booking import rules
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.rules import Hold
from matinee.booking.tokens import hold_id_of
from matinee.shows.models import Show
from matinee.venues.models import Seat


def write(
    *,
    show: Show,
    bits: UUID,
    client: int | None,
    own: Sequence[Booking],
    new: Sequence[Seat],
    now: datetime,
) -> Hold:
    """Add `new` seats to the hold with the rows `own`; the whole hold gets one expiry time (B2, B6, B13)."""
    live = [row for row in own if not rules.is_available(row, now)]
    before = Hold.of(live, now) if live else None
    started_at = before.started_at if before else now
    locked_until = rules.deadline(now, started_at, rules.hold_duration())
    frozen_at = rules.payment_began(live)
    if before and before.locked_until and frozen_at:
        # After a declined payment there may be more time left than a new hold has (B13).
        locked_until = max(locked_until, before.locked_until)
    expired = Q(seat__in=new) | Q(pk__in=[row.pk for row in own])
    Booking.objects.filter(expired, show=show, status=BookingStatus.LOCKED, locked_until__lte=now).delete()
    Booking.objects.filter(pk__in=[row.pk for row in live]).update(locked_until=locked_until)
    added = Booking.objects.bulk_create(
        Booking(
            show=show,
            seat=seat,
            hall_id=show.hall_id,
            plan_version=show.plan_version,
            status=BookingStatus.LOCKED,
            locked_until=locked_until,
            hold_id=hold_id_of(bits, show.pk),
            hold_bits=bits,
            hold_started_at=started_at,
            # The half hour of payment is the hold's: seats that are added after a decline share it.
            frozen_at=frozen_at,
            extensions=before.extensions if before else 0,
            created_at=now,
            client=client,
        )
        for seat in new
    )
    return replace(Hold.of([*added, *live], now), locked_until=locked_until)
