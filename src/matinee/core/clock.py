"""The one clock that judges holds and sales: the database's."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """Read `clock_timestamp()`, an aware datetime in UTC.

    Never `now()`: that is the start of the transaction, stale after waiting for a lock. Never the host's
    clock: two application servers may disagree.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    result: datetime = moment
    return result
