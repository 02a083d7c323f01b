"""One client asks for everything at the same moment (decision 0022)."""

from functools import partial
from typing import Any

import pytest
from django.conf import LazySettings

from matinee.booking.models import Booking
from matinee.booking.services import hold_seats
from tests.cinema import make_cinema
from tests.races.concurrency import Rewrite, codes, meanwhile, plain_connection, together, wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = 4_711


def test_a_burst_gets_no_more_than_one_after_the_other(settings: LazySettings) -> None:
    """Half of a hall of fifty, ten at a time."""
    settings.MAX_SEATS_PER_CLIENT = 100
    cinema = make_cinema(rows=5, seats_per_row=10)
    rows = [cinema.ids(*(f"{letter}{number}" for number in range(1, 11))) for letter in "ABCDE"]
    want = [partial(hold_seats, show_id=cinema.show.pk, seat_ids=row, client=SCRIPT) for row in rows]
    outcomes = together(*want)
    assert codes(outcomes) == ["too-many-requests"] * 3
    assert Booking.objects.filter(client=SCRIPT).count() == 20


GATE = 4_712
AT_THE_GATE = f"(pg_advisory_xact_lock({GATE})::text IS NOT NULL AND pg_try_advisory_xact_lock(%(client)s))"
LOOKS_ANEW = "FROM held_by(%(client)s, %(show)s)"
LOOKS_AS_OLD_AS_THE_STATEMENT = """FROM (
    SELECT count(*) AS everywhere, count(*) FILTER (WHERE show_id = %(show)s) AS here
    FROM booking WHERE client = %(client)s AND status = 'LOCKED' AND locked_until > clock_timestamp()
) held"""
HOLD_ELSEWHERE = (
    "INSERT INTO booking (show_id, seat_id, status, locked_until, client)"
    " SELECT %s, unnest(%s::bigint[]), 'LOCKED', clock_timestamp() + interval '5 minutes', %s"
)


def twenty_more_before_it_has_the_lock(rewrite: Rewrite, settings: LazySettings) -> Any:
    """What becomes of a hold of ten seats whose client gets twenty after its statement began."""
    settings.MAX_SEATS_PER_CLIENT = 100
    rewrite("pg_try_advisory_xact_lock(%(client)s)", AT_THE_GATE)
    cinema = make_cinema(rows=5, seats_per_row=10)
    rows = [cinema.ids(*(f"{letter}{number}" for number in range(1, 11))) for letter in "ABC"]
    with plain_connection() as plain:
        plain.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
        wants = partial(hold_seats, show_id=cinema.show.pk, seat_ids=rows[2], client=SCRIPT)
        with meanwhile(wants) as hold:
            wait_until_blocked(by=plain)
            plain.execute(HOLD_ELSEWHERE, [cinema.show.pk, rows[0] + rows[1], SCRIPT])
            plain.commit()
            return hold.result()


def test_what_was_held_before_the_lock_counts(rewrite: Rewrite, settings: LazySettings) -> None:
    assert twenty_more_before_it_has_the_lock(rewrite, settings).code == "too-many-requests"


def test_control_a_count_inside_the_statement_is_older_than_the_lock(
    rewrite: Rewrite, settings: LazySettings
) -> None:
    rewrite(LOOKS_ANEW, LOOKS_AS_OLD_AS_THE_STATEMENT)
    assert len(twenty_more_before_it_has_the_lock(rewrite, settings).seat_ids) == 10
