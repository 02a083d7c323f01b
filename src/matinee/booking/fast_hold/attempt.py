"""The fast path of a hold: one statement instead of a transaction of several (decision 0017)."""

from matinee.booking.errors import SeatsTaken
from matinee.booking.fast_hold.snapshot import Snapshot, read_shared_snapshot, read_snapshot
from matinee.booking.fast_hold.statements import add_seats, new_hold
from matinee.booking.hold_keys import is_used
from matinee.booking.requests import HoldRequest
from matinee.booking.rules import Hold
from matinee.core.problems import Busy
from matinee.runtime.bulkhead import is_stuck, would_wait, write_permit


def attempt(request: HoldRequest) -> Hold | None:
    """Make the hold in one statement. None if the transaction has to decide; then nothing has changed.

    Raises: SeatsTaken, Busy.
    """
    try:
        if request.token is None and not would_wait(request.seat_ids):
            return _hold_then_read(request)
        return _read_then_hold(request)
    except Busy:
        # The seats may have been taken during the wait.
        _reject_taken(_snapshot(request))
        raise


def _hold_then_read(request: HoldRequest) -> Hold | None:
    with write_permit(request.seat_ids):
        hold = new_hold(request)
    if hold is None:
        _reject_taken(_snapshot(request))
    return hold


def _read_then_hold(request: HoldRequest) -> Hold | None:
    """Reject a request for a taken seat before it waits for a permit or a lock (B10)."""
    snapshot = _snapshot(request)
    _reject_taken(snapshot)
    if snapshot is None or not snapshot.is_ordinary:
        return None
    with write_permit(request.seat_ids):
        return add_seats(request, snapshot) if request.token else new_hold(request)


def _snapshot(request: HoldRequest) -> Snapshot | None:
    is_repeat = request.key is not None and is_used(request.key)
    if is_stuck(request.seat_ids) and request.token is None and not is_repeat:
        return read_shared_snapshot(request)
    return read_snapshot(request)


def _reject_taken(snapshot: Snapshot | None) -> None:
    """Raises: SeatsTaken, if taken seats are the only obstacle to the hold."""
    if snapshot and snapshot.is_ordinary and snapshot.taken:
        raise SeatsTaken(seat_ids=snapshot.taken)
