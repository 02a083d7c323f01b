"""Which shows changed lately: a hint for the live process (decision 0008).

Each change of a seat writes a row in its own transaction, so the row is visible exactly when the change is.
The table is unlogged and may be empty at any time. Only the delay of live updates depends on it.
"""

from datetime import timedelta

from django.db import connection

from matinee.core.clock import database_now

KEPT_FOR = timedelta(minutes=5)
"""The live process reads a row within a second."""


def record_change(show_id: int) -> None:
    """Record that seats of this show changed. This takes no lock and waits for none."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO seat_change (show_id) VALUES (%s)", [show_id])


def delete_old_changes() -> int:
    """Delete the rows that every live process has read; return their number."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM seat_change WHERE changed_at < %s", [database_now() - KEPT_FOR])
        deleted: int = cursor.rowcount
    return deleted
