"""State changes from held to sold (B12–B14, B16, B17). The caller's transaction has locked the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from matinee.booking import checks, rules
from matinee.booking.change_log import record_change
from matinee.booking.errors import SeatsTaken
from matinee.booking.locking import lock_hold, lock_seats, share_show
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.tokens import HoldToken, hold_id_of
from matinee.core.clock import database_now
from matinee.shows.models import Show
from matinee.shows.queries import get_show
from matinee.venues.models import Seat


@dataclass(frozen=True)
class FrozenHold:
    """The show and seats of a payment in progress."""

    show: Show
    seats: Sequence[Seat]
    locked_until: datetime
    held_until: datetime
    """When the hold would have ended without this payment."""


def freeze_hold(*, token: HoldToken, seat_ids: Sequence[int] | None = None) -> FrozenHold:
    """B12, B13: verify every seat, and keep them for as long as paying may take.

    Raises: HoldExpired, HoldChanged, AlreadyBooked, HoldFrozen, SeatOutOfService, ShowCancelled,
    SalesNotOpen, SalesClosed.
    """
    share_show(token.show_id)
    seats, own = lock_hold(hold_id=token.hold_id, show_id=token.show_id)
    now = database_now()

    checks.require_unsold(own)
    checks.require_live(own, now)
    checks.require_unfrozen(own)
    checks.require_unchanged(own, seat_ids)
    show = get_show(token.show_id)
    checks.require_on_sale(show, seats, now)

    frozen_at, held_until = rules.payment_began(own) or now, own[0].locked_until or now
    until = rules.payment_deadline(now, frozen_at, held_until, rules.TIME_TO_PAY)
    _rows(own).update(frozen=True, frozen_at=frozen_at, locked_until=until)
    record_change(token.show_id)
    return FrozenHold(show, seats, until, held_until)


def thaw_hold(*, hold_id: UUID, show_id: int) -> datetime | None:
    """B13: after a decline the bearer may change the hold again, and has time to; until when."""
    _, own = lock_hold(hold_id=hold_id, show_id=show_id)
    now = database_now()
    live = [row for row in own if row.status == BookingStatus.LOCKED and not rules.is_available(row, now)]
    if not live:
        return None
    until = rules.payment_deadline(
        now, rules.payment_began(live) or now, live[0].locked_until or now, rules.TIME_TO_TRY_AGAIN
    )
    _rows(live).update(frozen=False, locked_until=until)
    record_change(show_id)
    return until


def sell_seats(*, show_id: int, hold_bits: UUID, seat_ids: Sequence[int], agreed_at: datetime) -> list[Seat]:
    """B12, B14, B16: make these seats BOOKED: the hold's own, and after its time those that are still free.

    Sales must have been open when Pay was pressed, at `agreed_at`; show and seats must be there now.

    Raises: SeatsTaken, SeatOutOfService, ShowCancelled, SalesNotOpen, SalesClosed.
    """
    share_show(show_id)
    seats = lock_seats(show_id=show_id, seat_ids=seat_ids)
    now = database_now()

    show = get_show(show_id)
    checks.require_on_sale(show, seats, agreed_at)
    hold_id = hold_id_of(hold_bits, show_id)
    rows = list(Booking.objects.filter(show=show, seat__in=seats))
    others = [row for row in rows if row.hold_id != hold_id]
    taken = [row.seat_id for row in others if not rules.is_available(row, now)]
    if taken:
        raise SeatsTaken(seat_ids=sorted(taken))

    _rows(others).delete()
    own = [row for row in rows if row.hold_id == hold_id]
    _rows(own).update(status=BookingStatus.BOOKED, locked_until=None, frozen=False)
    own_seat_ids = {row.seat_id for row in own}
    Booking.objects.bulk_create(
        Booking(
            show=show,
            seat=seat,
            hall_id=show.hall_id,
            plan_version=show.plan_version,
            status=BookingStatus.BOOKED,
            hold_id=hold_id,
            hold_bits=hold_bits,
            hold_started_at=now,
            created_at=now,
        )
        for seat in seats
        if seat.pk not in own_seat_ids
    )
    record_change(show_id)
    return seats


def free_seats(*, show_id: int, hold_id: UUID, seat_ids: Sequence[int]) -> None:
    """B17: seats that were refunded or whose payment failed for good are free at once.

    Seats that the hold does not have are left out, so that the refund does not depend on the seat's state.
    """
    rows = Booking.objects.of_hold(hold_id=hold_id, show_id=show_id).filter(seat__in=seat_ids)
    lock_seats(show_id=show_id, seat_ids=rows.values_list("seat_id", flat=True))
    rows.delete()
    record_change(show_id)


def _rows(rows: Sequence[Booking]) -> QuerySet[Booking]:
    return Booking.objects.filter(pk__in=[row.pk for row in rows])
