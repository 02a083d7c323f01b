"""The seed's four steps, as verbs: lock the seat rows, read the clock, judge, write; the commit releases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from matinee.booking import checks, hold_keys, queries, rules
from matinee.booking.change_log import note_change
from matinee.booking.client_limits import refuse_too_many_held
from matinee.booking.errors import HoldNotFound, SeatNotFound, SeatsTaken
from matinee.booking.fast_hold.attempt import Asked, hold_at_once, look
from matinee.booking.locking import lock_client, lock_hold, lock_show, locked_transaction
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.rules import Hold
from matinee.booking.tokens import HoldToken, hold_id_of
from matinee.core.clock import database_now
from matinee.core.problems import Busy
from matinee.shows.models import Show, ShowStatus
from matinee.shows.queries import get_show
from matinee.venues.models import Seat


def hold_seats(
    *,
    show_id: int,
    seat_ids: Sequence[int],
    token: HoldToken | None = None,
    idempotency_key: str | None = None,
    client: int | None = None,
) -> Hold:
    """B2–B4: hold all of these seats for five minutes, or none; with a token, add them to its hold (B6).

    A key that was used before finds its own hold (B15). The seats count towards the caps of `client`.

    Raises: TooManySeats, ShowNotFound, SeatNotFound, SeatOutOfService, SeatsTaken, ShowCancelled,
    SalesNotOpen, SalesClosed, HoldNotFound, HoldExpired, HoldFrozen, AlreadyBooked, KeyMismatch,
    TooManyHeld, Busy.
    """
    rules.refuse_wrong_number(seat_ids, settings.MAX_SEATS_PER_HOLD)
    if token and token.show_id != show_id:
        raise HoldNotFound
    asked = Asked(show_id, seat_ids, token, idempotency_key, client)
    try:
        return _hold_unless_taken(asked)
    except SeatsTaken as refusal:
        # Looked up only now, so that nobody waits at the seat's lock while we do.
        nearest = queries.nearest_free(show_id=show_id, lost=refusal.data["seat_ids"], wanted=seat_ids)
        raise refusal.suggesting(nearest) from None


def _hold_unless_taken(asked: Asked) -> Hold:
    """Hold the seats; whoever waited in vain looks once more, and may hear that somebody else has them."""
    try:
        return hold_at_once(asked) or _hold_step_by_step(asked)
    except Busy:
        look(asked)
        raise


@locked_transaction
def _hold_step_by_step(asked: Asked) -> Hold:
    show_id, seat_ids = asked.show_id, asked.seat_ids
    if asked.client is not None:
        lock_client(asked.client)
    used = hold_keys.find_use(asked.key) if asked.key else None
    repeated = used if used and used.is_same_request else None

    bits = repeated.bits if repeated else asked.bits
    seats, own = lock_hold(hold_id=hold_id_of(bits, show_id), show_id=show_id, seat_ids=seat_ids)
    now = database_now()

    checks.refuse_booked(own)
    if asked.token:
        checks.refuse_expired(own, now)
    live = [row for row in own if not rules.is_available(row, now)]
    has = {row.seat_id for row in live}
    new = [seat for seat in seats if seat.pk in seat_ids and seat.pk not in has]
    if not new or (repeated and live):
        return Hold.of(live, now)
    if asked.key and not repeated:
        hold_keys.claim(asked.key, bits, instead_of=used)
    checks.refuse_frozen(live)
    rules.refuse_wrong_number([*has, *(seat.pk for seat in new)], settings.MAX_SEATS_PER_HOLD)
    show = get_show(show_id)
    checks.refuse_unsellable(show, new, now)
    checks.refuse_taken(show, new, now)
    if asked.client is not None:
        refuse_too_many_held(client=asked.client, show_id=show_id, new=len(new))

    note_change(show_id)
    return _write_hold(bits, asked.client, show, own, new, now)


@locked_transaction
def extend_hold(*, token: HoldToken) -> Hold:
    """B6: set the whole hold back to five minutes, at most ten times and never past an hour.

    Raises: HoldExpired, AlreadyBooked, HoldFrozen, ExtensionLimit, Busy.
    """
    _, own = lock_hold(hold_id=token.hold_id, show_id=token.show_id)
    now = database_now()

    checks.refuse_booked(own)
    checks.refuse_expired(own, now)
    checks.refuse_frozen(own)
    hold = rules.extended(Hold.of(own, now), _term())

    Booking.objects.filter(pk__in=[row.pk for row in own]).update(
        locked_until=hold.locked_until, extensions=hold.extensions
    )
    note_change(token.show_id)
    return hold


@locked_transaction
def release_seats(*, token: HoldToken, seat_ids: Sequence[int] | None = None) -> list[int]:
    """B7: delete the rows of the hold, or of these seats of it, at once; return the seats given back.

    Releasing again gives nothing back. The clock of what stays is left alone (B6).

    Raises: SeatNotFound, AlreadyBooked, HoldFrozen, Busy.
    """
    _, own = lock_hold(hold_id=token.hold_id, show_id=token.show_id)
    now = database_now()

    checks.refuse_booked(own)
    live = [row for row in own if not rules.is_available(row, now)]
    checks.refuse_frozen(live)
    foreign = set(seat_ids or ()) - {row.seat_id for row in own}
    if live and foreign:
        raise SeatNotFound(seat_ids=sorted(foreign))
    going = [row for row in own if seat_ids is None or row.seat_id in seat_ids]

    Booking.objects.filter(pk__in=[row.pk for row in going], status=BookingStatus.LOCKED).delete()
    note_change(token.show_id)
    return [row.seat_id for row in going if row in live]


@locked_transaction
def cancel_show(*, show_id: int) -> None:
    """B12: stop the sale. Holds that stand run out; none of them can be booked any more.

    Raises: ShowNotFound, Busy.
    """
    show = lock_show(show_id)
    show.status = ShowStatus.CANCELLED
    show.save(update_fields=["status"])
    note_change(show_id)


def _term() -> timedelta:
    return timedelta(seconds=settings.HOLD_SECONDS)


def _write_hold(
    bits: UUID,
    client: int | None,
    show: Show,
    own: Sequence[Booking],
    new: Sequence[Seat],
    now: datetime,
) -> Hold:
    live = [row for row in own if not rules.is_available(row, now)]
    standing = Hold.of(live, now) if live else None
    started_at = standing.started_at if standing else now
    locked_until = rules.deadline(now, started_at, _term())
    frozen_at = rules.payment_began(live)
    if standing and standing.locked_until and frozen_at:
        # After a declined payment there may be more time left than a fresh hold has (B13).
        locked_until = max(locked_until, standing.locked_until)
    stale = Q(seat__in=new) | Q(pk__in=[row.pk for row in own])
    Booking.objects.filter(stale, show=show, status=BookingStatus.LOCKED, locked_until__lte=now).delete()
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
            # The half hour of payment is the hold's: seats added after a decline have no clock of their own.
            frozen_at=frozen_at,
            extensions=standing.extensions if standing else 0,
            created_at=now,
            client=client,
        )
        for seat in new
    )
    return replace(Hold.of([*added, *live], now), locked_until=locked_until)
