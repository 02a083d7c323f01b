"""Checks under the lock, by the clock that was read after it."""

from collections.abc import Sequence
from datetime import datetime

from matinee.booking.errors import (
    AlreadyBooked,
    HoldChanged,
    HoldExpired,
    HoldFrozen,
    SeatOutOfService,
    SeatsTaken,
)
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.rules import is_available
from matinee.shows.models import Show
from matinee.shows.rules import require_sales_open
from matinee.venues.models import Seat


def require_on_sale(show: Show, seats: Sequence[Seat], now: datetime) -> None:
    """B12: the show is on sale and every seat in service.

    Raises: ShowCancelled, SalesNotOpen, SalesClosed, SeatOutOfService.
    """
    require_sales_open(show, now)
    out_of_service = [seat.pk for seat in seats if not seat.in_service]
    if out_of_service:
        raise SeatOutOfService(seat_ids=out_of_service)


def require_available(show: Show, wanted: Sequence[Seat], now: datetime) -> None:
    """B4: only AVAILABLE seats can be held.

    Raises: SeatsTaken.
    """
    rows = Booking.objects.filter(show=show, seat__in=wanted)
    taken = [row.seat_id for row in rows if not is_available(row, now)]
    if taken:
        raise SeatsTaken(seat_ids=sorted(taken))


def require_live(own: Sequence[Booking], now: datetime) -> None:
    """B1, B5: the hold of a signed token has rows, and they have not expired.

    Raises: HoldExpired, with the seats whose rows still exist and those of them that are in service.
    """
    if own and not any(is_available(row, now) for row in own):
        return
    seat_ids = [row.seat_id for row in own]
    in_service = Seat.objects.filter(pk__in=seat_ids, in_service=True).order_by("pk")
    raise HoldExpired(seat_ids=seat_ids, still_available=list(in_service.values_list("pk", flat=True)))


def require_unsold(own: Sequence[Booking]) -> None:
    """B7: a sold hold is not added to, extended, booked again or released.

    Raises: AlreadyBooked.
    """
    for row in own:
        if row.status == BookingStatus.BOOKED and row.hold_id:
            raise AlreadyBooked(
                hold_id=row.hold_id,
                show_id=row.show_id,
                seat_ids=[row.seat_id for row in own],
                reference=None,
            )


def require_unfrozen(own: Sequence[Booking]) -> None:
    """B13: during a payment the hold does not change, so that exactly these seats are sold.

    Raises: HoldFrozen.
    """
    if any(row.frozen for row in own):
        raise HoldFrozen(seat_ids=[row.seat_id for row in own])


def require_unchanged(own: Sequence[Booking], expected: Sequence[int] | None) -> None:
    """The seats that the bearer confirmed are the seats of the hold.

    Raises: HoldChanged, with the seats that it has now.
    """
    seat_ids = [row.seat_id for row in own]
    if expected is not None and sorted(expected) != seat_ids:
        raise HoldChanged(seat_ids=seat_ids)
