"""A cursor for the statements that everybody runs all the time."""

import threading

from django.db import connection
from django.db.backends.utils import CursorWrapper

_kept = threading.local()


def kept_cursor() -> CursorWrapper:
    """This thread's cursor, not to be closed: a new one looks for its adapters anew, for 30 µs and more."""
    if connection.queries_logged:
        return connection.cursor()
    # What Django does before it makes a cursor.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor: CursorWrapper | None = getattr(_kept, "cursor", None)
    if cursor is None or cursor.connection is not connection.connection:
        cursor = _kept.cursor = connection.cursor()
    return cursor
