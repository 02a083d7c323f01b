"""Which shows changed lately: a hint for open seat maps (decision 0008).

A row beside each change of who has what, in the same transaction: seen exactly when the change is. The table
is unlogged and may be empty at any time; nothing depends on it but how soon a change is seen.
"""

from django.db import connection

KEPT = "5 minutes"
"""How long a row stands. The live process reads it within a second."""


def note_change(show_id: int) -> None:
    """Say that seats of this show changed hands. Locks nothing and waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO seat_change (show_id) VALUES (%s)", [show_id])


def sweep_changes() -> int:
    """Delete the rows that everybody has read; give their number."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM seat_change WHERE changed_at < clock_timestamp() - %s::interval", [KEPT])
        swept: int = cursor.rowcount
    return swept
