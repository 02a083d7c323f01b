"""The seed's SQL works verbatim on our tables (B1, B9)."""

import pytest
from django.db import connection, transaction

from tests.cinema import make_cinema

HOLD = """
INSERT INTO booking (show_id, seat_id, status, locked_until)
VALUES (1, 42, 'LOCKED', NOW() + INTERVAL '5 minutes');
"""

AVAILABILITY = """
SELECT * FROM booking 
WHERE show_id = 1 AND seat_id = 42
  AND (status = 'BOOKED' 
       OR (status = 'LOCKED' AND locked_until > NOW()));
-- If no rows returned, seat is available
"""  # noqa: W291

UNIQUE = """
-- Prevents double-booking at database level
ALTER TABLE booking ADD CONSTRAINT unique_seat_per_show 
    UNIQUE (show_id, seat_id);
"""  # noqa: W291

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


def run(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_hold_and_availability() -> None:
    make_cinema()
    assert run(AVAILABILITY) == []
    run(HOLD)
    assert len(run(AVAILABILITY)) == 1
    run("UPDATE booking SET locked_until = NOW() - INTERVAL '1 second'")
    assert run(AVAILABILITY) == []
    run("UPDATE booking SET status = 'BOOKED'")
    assert len(run(AVAILABILITY)) == 1


def test_columns_beyond_the_seeds_have_defaults() -> None:
    cinema = make_cinema()
    run(HOLD)
    columns = "hall_id, plan_version, hold_id, hold_started_at, extensions, kind, created_at <= now()"
    assert run(f"SELECT {columns} FROM booking") == [(cinema.hall.pk, 1, None, None, 0, "web", True)]  # noqa: S608


def test_the_constraint_can_be_added_as_written() -> None:
    with transaction.atomic():
        run("ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show")
        run(UNIQUE)
        transaction.set_rollback(True)


def test_the_constraint_has_its_name_and_is_not_deferrable() -> None:
    found = run(
        "SELECT contype::text, condeferrable, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conname = 'unique_seat_per_show'"
    )
    assert found == [("u", False, "UNIQUE (show_id, seat_id)")]
