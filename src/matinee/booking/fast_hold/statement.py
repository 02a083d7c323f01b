"""The seed's four steps (lock, check, write, release) in one statement (decision 0017).

`locked` takes the seats' locks in order; `moment` reads the clock once, after the last of them; ON CONFLICT
judges each seat's newest committed row, which no subquery could, as its snapshot is older than the lock.

The seats come by a SELECT of their own: a planner that could see how many would plan each hold anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError

from matinee.booking.fast_hold.snapshot import FirstLook
from matinee.booking.hold_keys import RequestKey
from matinee.booking.locking import busy_when_waited_too_long
from matinee.booking.models import BookingStatus
from matinee.booking.rules import LONGEST_HOLD, Hold
from matinee.booking.tokens import hold_id_of
from matinee.core.metrics import LOCK_SECONDS
from matinee.pricing.plan_prices import plan_prices
from matinee.runtime.prepared_statements import array_literal, fetch_all

SECONDS = LOCK_SECONDS.labels("hold_in_one_statement")

TAKE_FREE_OR_EXPIRED = """ON CONFLICT (show_id, seat_id) DO UPDATE SET
        status = excluded.status, locked_until = excluded.locked_until, hold_id = excluded.hold_id,
        hold_bits = excluded.hold_bits, hold_started_at = excluded.hold_started_at,
        extensions = excluded.extensions, created_at = excluded.created_at, frozen = false, frozen_at = NULL,
        kind = 'web', client = excluded.client
    WHERE standing.status = 'LOCKED' AND standing.locked_until <= excluded.created_at
    RETURNING seat_id"""

FAR_FROM_THE_CAPS = """CASE
          WHEN %(client)s::bigint IS NULL THEN true
          WHEN NOT pg_try_advisory_xact_lock(%(client)s) THEN false
          -- A function that looks anew: this statement's own view may be older than the lock.
          ELSE (SELECT everywhere + %(count)s <= %(most)s AND here + %(count)s <= %(most_here)s
                FROM held_by(%(client)s, %(show)s))
      END"""
"""A client at the caps, or with another hold under way, is counted exactly, one hold after the other."""

RECORD_KEY = """keyed AS (
    -- B15. A request with the same key that is not committed yet is waited for; if it commits, it was first.
    INSERT INTO hold_key (key_digest, show_id, seats_digest, hold_id, hold_bits, at)
    SELECT %(key)s::bytea, %(show)s, %(seats_digest)s::bytea, %(hold)s, %(bits)s, now
    FROM moment
    WHERE seats = %(count)s
    ON CONFLICT (key_digest) DO NOTHING
    RETURNING 1
)"""

KEY_IS_OURS = "EXISTS (SELECT FROM keyed)"

ALL_OR_NOTHING = f"""1 / (count.won = %(count)s OR count.won = 0 AND NOT {KEY_IS_OURS})::int"""
"""Dividing by zero undoes the statement: when it won a part only (B3), or recorded a key and won nothing."""


def _with_shared_parts(statement: str) -> str:
    parts = {
        "TAKE_FREE_OR_EXPIRED": TAKE_FREE_OR_EXPIRED,
        "FAR_FROM_THE_CAPS": FAR_FROM_THE_CAPS,
        "RECORD_KEY": RECORD_KEY,
        "KEY_IS_OURS": KEY_IS_OURS,
        "ALL_OR_NOTHING": ALL_OR_NOTHING,
    }
    for name, part in parts.items():
        statement = statement.replace(name, part)
    return statement


NEW_HOLD = _with_shared_parts("""
WITH seen AS MATERIALIZED (
    -- Settings of this transaction alone: how long it waits, and that its answer need not wait for the disk
    -- (B16). What is seen here is as old as the statement, and keeps people from queueing for a taken seat.
    SELECT set_config('lock_timeout', %(wait)s, true), set_config('synchronous_commit', 'off', true),
           hall_id, plan_version, edition, price
    FROM show JOIN plan_edition USING (hall_id, plan_version)
    WHERE id = %(show)s AND status = 'SCHEDULED'
      AND sales_open_at <= clock_timestamp() AND clock_timestamp() < sales_close_at
      AND NOT EXISTS (
          SELECT FROM booking
          WHERE show_id = %(show)s AND seat_id = ANY((SELECT %(seats)s::bigint[])::bigint[])
            AND (status = 'BOOKED' OR locked_until > clock_timestamp()))
      AND FAR_FROM_THE_CAPS
), locked AS MATERIALIZED (
    -- By id alone: asked for the hall too, the planner takes its index and reads all of its seats.
    SELECT id, hall_id, plan_version
    FROM seat
    WHERE id = ANY((SELECT %(seats)s::bigint[])::bigint[]) AND in_service AND EXISTS (SELECT FROM seen)
    ORDER BY id
    FOR NO KEY UPDATE OF seat
), moment AS MATERIALIZED (
    SELECT clock_timestamp() AS now,
           count(*) FILTER (WHERE (hall_id, plan_version) = (SELECT hall_id, plan_version FROM seen)) AS seats
    FROM locked
), RECORD_KEY, won AS (
    INSERT INTO booking AS standing (show_id, seat_id, hall_id, plan_version, status, locked_until,
                                     hold_id, hold_bits, hold_started_at, created_at, client)
    SELECT %(show)s, id, hall_id, plan_version, 'LOCKED', now + %(term)s, %(hold)s, %(bits)s, now, now,
           %(client)s
    FROM locked, moment
    WHERE seats = %(count)s AND KEY_IS_OURS
    TAKE_FREE_OR_EXPIRED
), noted AS (
    INSERT INTO seat_change (show_id) SELECT %(show)s FROM won LIMIT 1
)
SELECT now, count.won, ALL_OR_NOTHING,
       seen.price, seen.hall_id, seen.plan_version, seen.edition
FROM moment, (SELECT count(*) AS won FROM won) count, seen
""")

GROWN_HOLD = _with_shared_parts("""
WITH bounded AS MATERIALIZED (
    SELECT set_config('lock_timeout', %(wait)s, true)
    WHERE FAR_FROM_THE_CAPS
), locked AS MATERIALIZED (
    SELECT id FROM seat
    WHERE id = ANY(%(own)s::bigint[] || %(new)s::bigint[]) AND hall_id = %(hall)s AND plan_version = %(plan)s
      AND (in_service OR id = ANY(%(own)s::bigint[])) AND EXISTS (SELECT FROM bounded)
    ORDER BY id
    FOR NO KEY UPDATE OF seat
), moment AS MATERIALIZED (
    SELECT seats, now, least(now + %(term)s, %(latest)s) AS until
    FROM (SELECT count(*) AS seats, clock_timestamp() AS now FROM locked) counted
), RECORD_KEY, added AS (
    INSERT INTO booking AS standing (show_id, seat_id, hall_id, plan_version, status, locked_until,
                                     hold_id, hold_bits, hold_started_at, extensions, created_at, client)
    SELECT %(show)s, id, %(hall)s, %(plan)s, 'LOCKED', until, %(hold)s, %(bits)s, %(started)s, %(extensions)s,
           now, %(client)s
    FROM locked, moment
    WHERE seats = %(count)s AND KEY_IS_OURS AND id = ANY(%(new)s::bigint[])
    TAKE_FREE_OR_EXPIRED
), kept AS (
    -- Whoever changed the hold since it was seen has moved its clock, or frozen it.
    UPDATE booking SET locked_until = moment.until
    FROM moment
    WHERE seats = %(count)s AND KEY_IS_OURS
      AND show_id = %(show)s AND seat_id = ANY(%(own)s::bigint[]) AND hold_id = %(hold)s
      AND status = 'LOCKED' AND NOT frozen AND locked_until = %(until)s AND locked_until > now
    RETURNING seat_id
), noted AS (
    INSERT INTO seat_change (show_id) SELECT %(show)s FROM added LIMIT 1
)
SELECT now, count.won, ALL_OR_NOTHING, until
FROM moment, (SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM kept) AS won) count
""")


def new_hold(
    *, show_id: int, seat_ids: Sequence[int], bits: UUID, client: int | None, key: RequestKey | None
) -> Hold | None:
    """Hold free seats of a show on sale; None where they are not, or where the key was used before (B15).

    The one statement that may be answered before it is on disk (B16).

    Raises: Busy.
    """
    term = timedelta(seconds=settings.HOLD_SECONDS)
    won = _won(
        NEW_HOLD if key else _without_key(NEW_HOLD),
        {
            "show": show_id,
            "seats": array_literal(seat_ids),
            "count": len(seat_ids),
            "hold": hold_id_of(bits, show_id),
            "bits": bits,
            "term": term,
            **_bounds(client),
            **_key(key),
        },
    )
    if won is None:
        return None
    now, _, _, price, *plan = won
    return Hold(
        bits=bits,
        show_id=show_id,
        seat_ids=sorted(seat_ids),
        status=BookingStatus.LOCKED,
        locked_until=now + term,
        started_at=now,
        extensions=0,
        frozen=False,
        server_time=now,
        total=plan_prices(*plan).total(price, seat_ids),
    )


def grown_hold(*, look: FirstLook, standing: Hold, client: int | None, key: RequestKey | None) -> Hold | None:
    """Add the new seats of a `look` to the standing hold; None where that is not what it was.

    Raises: Busy.
    """
    latest = standing.started_at + LONGEST_HOLD
    own, new = list(standing.seat_ids), [seat.seat_id for seat in look.new]
    won = _won(
        GROWN_HOLD if key else _without_key(GROWN_HOLD),
        {
            "show": standing.show_id,
            "hall": look.show.hall_id,
            "plan": look.show.plan_version,
            "own": array_literal(own),
            "new": array_literal(new),
            "count": len(own) + len(new),
            "hold": standing.hold_id,
            "bits": standing.bits,
            "started": standing.started_at,
            "until": standing.locked_until,
            "latest": latest,
            "extensions": standing.extensions,
            "term": timedelta(seconds=settings.HOLD_SECONDS),
            **_bounds(client),
            **_key(key),
        },
    )
    if won is None:
        return None
    now, _, _, until = won
    return replace(
        standing, seat_ids=sorted([*own, *new]), locked_until=until, server_time=now, total=look.total
    )


def _bounds(client: int | None) -> dict[str, Any]:
    """How long it may wait, and how many seats make no question of the caps."""
    return {
        "wait": f"{settings.LOCK_WAIT_MS}ms",
        "client": client,
        "most": settings.MAX_SEATS_PER_CLIENT,
        "most_here": settings.MAX_SEATS_PER_HOLD,
    }


def _key(key: RequestKey | None) -> dict[str, str]:
    return {"key": key.digest, "seats_digest": key.seats_digest} if key else {}


@cache
def _without_key(statement: str) -> str:
    for part, instead in ((f"{RECORD_KEY}, ", ""), (f"NOT {KEY_IS_OURS}", "true"), (KEY_IS_OURS, "true")):
        statement = statement.replace(part, instead)
    return statement


def _won(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    """The statement's answer if it won all the seats; None if it won nothing, with nothing changed."""
    try:
        with SECONDS.time(), busy_when_waited_too_long():
            found = fetch_all(statement, values)
    except (DataError, IntegrityError):
        return None
    return found[0] if found and found[0][1] else None
