"""The hold as one SQL statement (decision 0017). The `.sql` files explain each part.

Under autocommit a statement commits what it wrote. A hold that won only some of its seats (B3), or recorded
a key and won nothing, therefore divides by zero, which undoes the whole statement.
"""

from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError

from matinee.booking.fast_hold.snapshot import Snapshot
from matinee.booking.hold_keys import RequestKey
from matinee.booking.locking import busy_after_lock_timeout
from matinee.booking.models import BookingStatus
from matinee.booking.requests import HoldRequest
from matinee.booking.rules import LONGEST_HOLD, Hold
from matinee.core.metrics import LOCK_SECONDS
from matinee.pricing.plan_prices import plan_prices
from matinee.runtime.prepared_statements import array_literal, fetch_all

SECONDS = LOCK_SECONDS.labels("hold_in_one_statement")

FOLDER = files(__package__ or "")


def _sql(name: str) -> str:
    return (FOLDER / name).read_text("utf-8").rstrip()


SHARED_PARTS = {
    "take_if_available": _sql("take_if_available.sql"),
    "within_client_limits": _sql("within_client_limits.sql"),
}
WITH_KEY = SHARED_PARTS | {
    "record_key": _sql("record_key.sql"),
    "key_is_new": "EXISTS (SELECT FROM keyed)",
    "all_or_nothing": "1 / (won = %(count)s OR won = 0 AND NOT EXISTS (SELECT FROM keyed))::int",
}
WITHOUT_KEY = SHARED_PARTS | {
    "record_key": "",
    "key_is_new": "true",
    "all_or_nothing": "1 / (won IN (0, %(count)s))::int",
}
NEW_HOLD, NEW_HOLD_WITH_KEY = (_sql("new_hold.sql").format(**parts) for parts in (WITHOUT_KEY, WITH_KEY))
ADD_SEATS, ADD_SEATS_WITH_KEY = (_sql("add_seats.sql").format(**parts) for parts in (WITHOUT_KEY, WITH_KEY))


def new_hold(request: HoldRequest) -> Hold | None:
    """Hold free seats of a show on sale. None if they are not, or if the key was used before (B15).

    The only statement that may be acknowledged before it is on disk (B16).

    Raises: Busy.
    """
    term = timedelta(seconds=settings.HOLD_SECONDS)
    won = _run(
        NEW_HOLD_WITH_KEY if request.key else NEW_HOLD,
        {
            **_common_values(request),
            "seats": array_literal(request.seat_ids),
            "count": len(request.seat_ids),
            "term": term,
        },
    )
    if won is None:
        return None
    now, _, _, price, *plan = won
    return Hold(
        bits=request.bits,
        show_id=request.show_id,
        seat_ids=sorted(request.seat_ids),
        status=BookingStatus.LOCKED,
        locked_until=now + term,
        started_at=now,
        extensions=0,
        frozen=False,
        server_time=now,
        total=plan_prices(*plan).total(price, request.seat_ids),
    )


def add_seats(request: HoldRequest, snapshot: Snapshot) -> Hold | None:
    """Add the new seats of a snapshot to its hold. None if the hold has changed since, or a seat is taken.

    Raises: Busy.
    """
    hold = snapshot.hold_of(request)
    new = [seat.seat_id for seat in snapshot.new]
    won = _run(
        ADD_SEATS_WITH_KEY if request.key else ADD_SEATS,
        {
            **_common_values(request),
            "hall": snapshot.show.hall_id,
            "plan": snapshot.show.plan_version,
            "own": array_literal(hold.seat_ids),
            "new": array_literal(new),
            "count": len(hold.seat_ids) + len(new),
            "started": hold.started_at,
            "until": hold.locked_until,
            "latest": hold.started_at + LONGEST_HOLD,
            "extensions": hold.extensions,
            "term": timedelta(seconds=settings.HOLD_SECONDS),
        },
    )
    if won is None:
        return None
    now, _, _, until = won
    seat_ids = sorted([*hold.seat_ids, *new])
    return replace(hold, seat_ids=seat_ids, locked_until=until, server_time=now, total=snapshot.total)


def _common_values(request: HoldRequest) -> dict[str, Any]:
    return {
        "show": request.show_id,
        "hold": request.hold_id,
        "bits": request.bits,
        "client": request.client,
        "lock_wait": f"{settings.LOCK_WAIT_MS}ms",
        "max_seats": settings.MAX_SEATS_PER_CLIENT,
        "max_seats_here": settings.MAX_SEATS_PER_HOLD,
        **_key_values(request.key),
    }


def _key_values(key: RequestKey | None) -> dict[str, str]:
    return {"key": key.digest, "seats_digest": key.seats_digest} if key else {}


def _run(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    """Return the statement's row if it won all seats; None if it won none, with nothing changed."""
    try:
        with SECONDS.time(), busy_after_lock_timeout():
            found = fetch_all(statement, values)
    except (DataError, IntegrityError):
        return None
    return found[0] if found and found[0][1] else None
