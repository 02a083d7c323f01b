"""The seed's four steps: lock the seat rows, read the clock and check, write, release with the commit."""

from collections.abc import Sequence

from django.conf import settings

from matinee.booking import checks, fast_hold, hold_keys, hold_rows, rules
from matinee.booking.availability import nearest_free
from matinee.booking.change_log import record_change
from matinee.booking.client_limits import require_client_limits
from matinee.booking.errors import HoldNotFound, SeatNotFound, SeatsTaken
from matinee.booking.locking import lock_client, lock_hold, lock_show, locked_transaction
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.requests import HoldRequest
from matinee.booking.rules import Hold
from matinee.booking.tokens import HoldToken, hold_id_of
from matinee.core.clock import database_now
from matinee.shows.models import ShowStatus
from matinee.shows.queries import get_show


def hold_seats(
    *,
    show_id: int,
    seat_ids: Sequence[int],
    token: HoldToken | None = None,
    idempotency_key: str | None = None,
    client: int | None = None,
) -> Hold:
    """B2–B4: hold all of these seats for five minutes, or none. With a token, add them to its hold (B6).

    A key that was used before returns its own hold (B15). The seats count towards the limits of `client`.

    Raises: TooManySeats, ShowNotFound, SeatNotFound, SeatOutOfService, SeatsTaken, ShowCancelled,
    SalesNotOpen, SalesClosed, HoldNotFound, HoldExpired, HoldFrozen, AlreadyBooked, KeyMismatch,
    TooManyHeld, Busy.
    """
    rules.require_seat_count(seat_ids, settings.MAX_SEATS_PER_HOLD)
    if token and token.show_id != show_id:
        raise HoldNotFound
    request = HoldRequest(show_id, seat_ids, token, idempotency_key, client)
    try:
        return fast_hold.attempt(request) or hold_in_transaction(request)
    except SeatsTaken as error:
        # The suggestions are read after the transaction, so that no other client waits for this query.
        nearest = nearest_free(show_id=show_id, lost=error.seat_ids, wanted=seat_ids)
        raise error.with_suggestions(nearest) from None


@locked_transaction
def hold_in_transaction(request: HoldRequest) -> Hold:
    """The reference implementation of a hold (B2–B4, B6, B12, B15). Raises: as `hold_seats`."""
    if request.client is not None:
        lock_client(request.client)
    earlier = hold_keys.find_use(request.key) if request.key else None
    repeated = earlier if earlier and earlier.is_same_request else None
    bits = repeated.bits if repeated else request.bits

    # Lock the seats, then read the clock.
    seats, own = lock_hold(
        hold_id=hold_id_of(bits, request.show_id), show_id=request.show_id, seat_ids=request.seat_ids
    )
    now = database_now()

    # Check.
    checks.require_unsold(own)
    if request.token:
        checks.require_live(own, now)
    live = [row for row in own if not rules.is_available(row, now)]
    held = {row.seat_id for row in live}
    new = [seat for seat in seats if seat.pk in request.seat_ids and seat.pk not in held]
    if not new or (repeated and live):
        return Hold.of(live, now)
    if request.key and not repeated:
        hold_keys.claim(request.key, bits, instead_of=earlier, now=now)
    checks.require_unfrozen(live)
    rules.require_seat_count([*held, *(seat.pk for seat in new)], settings.MAX_SEATS_PER_HOLD)
    show = get_show(request.show_id)
    checks.require_on_sale(show, new, now)
    checks.require_available(show, new, now)
    if request.client is not None:
        require_client_limits(client=request.client, show_id=request.show_id, new=len(new))

    # Write. The commit releases the locks.
    hold = hold_rows.write(show=show, bits=bits, client=request.client, own=own, new=new, now=now)
    record_change(request.show_id)
    return hold


@locked_transaction
def extend_hold(*, token: HoldToken) -> Hold:
    """B6: set the whole hold back to five minutes, at most ten times and never past an hour.

    Raises: HoldExpired, AlreadyBooked, HoldFrozen, ExtensionLimit, Busy.
    """
    _, own = lock_hold(hold_id=token.hold_id, show_id=token.show_id)
    now = database_now()

    checks.require_unsold(own)
    checks.require_live(own, now)
    checks.require_unfrozen(own)
    hold = rules.extended(Hold.of(own, now), rules.hold_duration())

    Booking.objects.filter(pk__in=[row.pk for row in own]).update(
        locked_until=hold.locked_until, extensions=hold.extensions
    )
    record_change(token.show_id)
    return hold


@locked_transaction
def release_seats(*, token: HoldToken, seat_ids: Sequence[int] | None = None) -> list[int]:
    """B7: delete the rows of the hold, or of these seats of it, at once; return the released seats.

    A repeated release releases nothing. The other seats keep their expiry time (B6).

    Raises: SeatNotFound, AlreadyBooked, HoldFrozen, Busy.
    """
    _, own = lock_hold(hold_id=token.hold_id, show_id=token.show_id)
    now = database_now()

    checks.require_unsold(own)
    live = [row for row in own if not rules.is_available(row, now)]
    checks.require_unfrozen(live)
    unknown = set(seat_ids or ()) - {row.seat_id for row in own}
    if live and unknown:
        raise SeatNotFound(seat_ids=sorted(unknown))
    released = [row for row in own if seat_ids is None or row.seat_id in seat_ids]

    Booking.objects.filter(pk__in=[row.pk for row in released], status=BookingStatus.LOCKED).delete()
    record_change(token.show_id)
    return [row.seat_id for row in released if row in live]


@locked_transaction
def cancel_show(*, show_id: int) -> None:
    """B12: stop the sale. Current holds expire; none of them can be booked any more.

    Raises: ShowNotFound, Busy.
    """
    show = lock_show(show_id)
    show.status = ShowStatus.CANCELLED
    show.save(update_fields=["status"])
    record_change(show_id)
