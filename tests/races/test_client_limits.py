"""The limit of seats per client under concurrent requests (decision 0022)."""

from functools import partial
from typing import Any

import pytest
from django.conf import LazySettings

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import make_cinema
from tests.races.concurrency import (
    Rewrite,
    codes,
    plain_connection,
    run_concurrently,
    run_in_background,
    wait_until_blocked,
)

pytestmark = pytest.mark.django_db(transaction=True)

CLIENT = 4_711


def test_concurrent_holds_do_not_exceed_the_limit_of_a_client(settings: LazySettings) -> None:
    """A client may hold half of a hall of fifty; each request is for ten seats."""
    settings.MAX_SEATS_PER_CLIENT = 100
    cinema = make_cinema(rows=5, seats_per_row=10)
    rows = [cinema.ids(*(f"{letter}{number}" for number in range(1, 11))) for letter in "ABCDE"]
    calls = [partial(hold_seats, show_id=cinema.show.pk, seat_ids=row, client=CLIENT) for row in rows]
    outcomes = run_concurrently(*calls)
    assert codes(outcomes) == ["too-many-requests"] * 3
    assert Booking.objects.filter(client=CLIENT).count() == 20


GATE = 4_712
WAIT_AT_GATE = f"(pg_advisory_xact_lock({GATE})::text IS NOT NULL AND pg_try_advisory_xact_lock(%(client)s))"
NEW_SNAPSHOT = "FROM held_by(%(client)s, %(show)s)"
STATEMENTS_SNAPSHOT = """FROM (
    SELECT count(*) AS everywhere, count(*) FILTER (WHERE show_id = %(show)s) AS here
    FROM booking WHERE client = %(client)s AND status = 'LOCKED' AND locked_until > clock_timestamp()
) held"""
HOLD_ELSEWHERE = (
    "INSERT INTO booking (show_id, seat_id, status, locked_until, client)"
    " SELECT %s, unnest(%s::bigint[]), 'LOCKED', clock_timestamp() + interval '5 minutes', %s"
)


def hold_while_client_gets_twenty_seats(rewrite: Rewrite, settings: LazySettings) -> Any:
    """Hold ten seats; the client gets twenty others after the statement began. Return the outcome."""
    settings.MAX_SEATS_PER_CLIENT = 100
    rewrite("pg_try_advisory_xact_lock(%(client)s)", WAIT_AT_GATE)
    cinema = make_cinema(rows=5, seats_per_row=10)
    rows = [cinema.ids(*(f"{letter}{number}" for number in range(1, 11))) for letter in "ABC"]
    with plain_connection() as plain:
        plain.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
        hold_call = partial(hold_seats, show_id=cinema.show.pk, seat_ids=rows[2], client=CLIENT)
        with run_in_background(hold_call) as hold:
            wait_until_blocked(by=plain)
            plain.execute(HOLD_ELSEWHERE, [cinema.show.pk, rows[0] + rows[1], CLIENT])
            plain.commit()
            return hold.result()


def test_seats_held_during_the_wait_for_the_lock_count(rewrite: Rewrite, settings: LazySettings) -> None:
    assert hold_while_client_gets_twenty_seats(rewrite, settings).code == "too-many-requests"


def test_control_a_count_in_the_snapshot_of_the_statement_misses_them(
    rewrite: Rewrite, settings: LazySettings
) -> None:
    rewrite(NEW_SNAPSHOT, STATEMENTS_SNAPSHOT)
    assert len(hold_while_client_gets_twenty_seats(rewrite, settings).seat_ids) == 10
