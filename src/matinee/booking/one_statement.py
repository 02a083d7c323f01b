"""The seed's four steps (lock, check, write, release) in one statement (decision 0017).

`locked` takes the seats' locks in order; `moment` reads the clock once, after the last of them; ON CONFLICT
judges each seat's newest committed row, which no subquery could, as its snapshot is older than the lock.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError, connection

from matinee.booking.first_look import FirstLook
from matinee.booking.locking import busy_when_waited_too_long
from matinee.booking.models import BookingStatus
from matinee.booking.rules import LONGEST_HOLD, Hold, deadline

HOLD_SEATS = """
WITH terms AS MATERIALIZED (
    -- For this transaction alone: how long it waits, and whether its answer waits for the disk (B16).
    SELECT set_config('lock_timeout', %(wait)s, true),
           CASE WHEN %(is_first)s THEN set_config('synchronous_commit', 'off', true) END
), locked AS MATERIALIZED (
    SELECT id FROM seat
    WHERE id = ANY(%(seats)s::bigint[]) AND hall_id = %(hall)s AND plan_version = %(plan)s
      AND (in_service OR id = ANY(%(own)s::bigint[])) AND EXISTS (SELECT FROM terms)
    ORDER BY id
    FOR NO KEY UPDATE
), moment AS MATERIALIZED (
    SELECT count(*) AS seats, clock_timestamp() AS now FROM locked
), added AS (
    INSERT INTO booking AS standing (show_id, seat_id, hall_id, plan_version, status, locked_until,
                                     hold_id, hold_started_at, extensions, created_at)
    SELECT %(show)s, id, %(hall)s, %(plan)s, 'LOCKED', least(now + %(term)s, %(latest)s::timestamptz),
           %(hold)s, coalesce(%(started)s::timestamptz, now), %(extensions)s, now
    FROM locked, moment
    WHERE seats = %(count)s AND id <> ALL(%(own)s::bigint[])
    ON CONFLICT (show_id, seat_id) DO UPDATE SET
        status = excluded.status, locked_until = excluded.locked_until, hold_id = excluded.hold_id,
        hold_started_at = excluded.hold_started_at, extensions = excluded.extensions,
        created_at = excluded.created_at, frozen = false, frozen_at = NULL, kind = 'web'
    WHERE standing.status = 'LOCKED' AND standing.locked_until <= excluded.created_at
    RETURNING seat_id
), kept AS (
    -- Whoever changed the hold since it was seen has moved its clock, or frozen it.
    UPDATE booking SET locked_until = least(now + %(term)s, %(latest)s::timestamptz)
    FROM moment
    WHERE seats = %(count)s AND show_id = %(show)s AND seat_id = ANY(%(own)s::bigint[]) AND hold_id = %(hold)s
      AND status = 'LOCKED' AND NOT frozen AND locked_until = %(until)s::timestamptz AND locked_until > now
    RETURNING seat_id
), won AS (
    SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM kept) AS seats
), noted AS (
    INSERT INTO seat_change (show_id) SELECT %(show)s FROM won WHERE seats > 0
)
-- Winning a part only divides by zero, which takes all of it back (B3).
SELECT now, won.seats, 1 / (won.seats IN (0, %(count)s))::int FROM moment, won
"""


def hold_at_once(*, look: FirstLook, show_id: int, hold_id: UUID) -> Hold | None:
    """Hold the new seats of an ordinary `look` together with its own; None where that is not what it was.

    Only a hold's first statement may be answered before it is on disk (B16).

    Raises: Busy.
    """
    term = timedelta(seconds=settings.HOLD_SECONDS)
    own = [seat.seat_id for seat in look.own]
    started_at, until, extensions = look.own[0].clock if look.own else (None, None, 0)
    seat_ids = sorted([*own, *(seat.seat_id for seat in look.new)])
    won = _won(
        {
            "wait": f"{settings.LOCK_WAIT_MS}ms",
            "is_first": not own,
            "seats": seat_ids,
            "count": len(seat_ids),
            "hall": look.show.hall_id,
            "plan": look.show.plan_version,
            "show": show_id,
            "hold": hold_id,
            "term": term,
            "started": started_at,
            "latest": started_at + LONGEST_HOLD if started_at else None,
            "extensions": extensions,
            "own": own,
            "until": until,
        }
    )
    if won is None:
        return None
    return Hold(
        hold_id=hold_id,
        show_id=show_id,
        seat_ids=seat_ids,
        status=BookingStatus.LOCKED,
        locked_until=deadline(won, started_at or won, term),
        started_at=started_at or won,
        extensions=extensions,
        frozen=False,
        server_time=won,
        total=look.total,
    )


def _won(values: dict[str, Any]) -> datetime | None:
    """The time by which all the seats are held; None when they are not, with nothing changed."""
    try:
        with busy_when_waited_too_long(), connection.cursor() as cursor:
            cursor.execute(HOLD_SEATS, values)
            moment, seats, _ = cursor.fetchone()
    except (DataError, IntegrityError):
        return None
    now: datetime = moment
    return now if seats else None
