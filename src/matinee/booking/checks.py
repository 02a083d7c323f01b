"""What is judged under the lock, by the clock that was read after it."""

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
from matinee.shows.rules import refuse_unless_on_sale
from matinee.venues.models import Seat


def refuse_unsellable(show: Show, seats: Sequence[Seat], now: datetime) -> None:
    """B12: the show must be on sale and every seat in service.

    Raises: ShowCancelled, SalesNotOpen, SalesClosed, SeatOutOfService.
    """
    refuse_unless_on_sale(show, now)
    broken = [seat.pk for seat in seats if not seat.in_service]
    if broken:
        raise SeatOutOfService(seat_ids=broken)


def refuse_taken(show: Show, wanted: Sequence[Seat], now: datetime) -> None:
    """B4: only AVAILABLE seats can be held.

    Raises: SeatsTaken.
    """
    rows = Booking.objects.filter(show=show, seat__in=wanted)
    taken = [row.seat_id for row in rows if not is_available(row, now)]
    if taken:
        raise SeatsTaken(seat_ids=sorted(taken))


def refuse_expired(own: Sequence[Booking], now: datetime) -> None:
    """B1, B5: a signed token whose rows are gone or past their time is of an expired hold.

    Raises: HoldExpired, with the seats whose rows still stand and those of them that are in service.
    """
    if own and not any(is_available(row, now) for row in own):
        return
    seat_ids = [row.seat_id for row in own]
    in_service = Seat.objects.filter(pk__in=seat_ids, in_service=True).order_by("pk")
    raise HoldExpired(seat_ids=seat_ids, still_available=list(in_service.values_list("pk", flat=True)))


def refuse_booked(own: Sequence[Booking]) -> None:
    """B7: what is sold is neither added to, extended, booked again nor released.

    Raises: AlreadyBooked.
    """
    for row in own:
        if row.status == BookingStatus.BOOKED and row.hold_id:
            raise AlreadyBooked(
                hold_id=row.hold_id, show_id=row.show_id, seat_ids=[row.seat_id for row in own]
            )


def refuse_frozen(own: Sequence[Booking]) -> None:
    """B13: what is being paid for is exactly what will be sold.

    Raises: HoldFrozen.
    """
    if any(row.frozen for row in own):
        raise HoldFrozen(seat_ids=[row.seat_id for row in own])


def refuse_changed(own: Sequence[Booking], expected: Sequence[int] | None) -> None:
    """What the bearer names must be what the hold has.

    Raises: HoldChanged, with what it has now.
    """
    has = [row.seat_id for row in own]
    if expected is not None and sorted(expected) != has:
        raise HoldChanged(seat_ids=has)
