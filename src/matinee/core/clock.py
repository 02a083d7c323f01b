"""The one clock that judges holds and sales: the database's."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func


class ClockTimestamp(Func):
    """`clock_timestamp()` inside a query.

    Never `now()`: that is the start of the transaction, stale after waiting for a lock. Never the host's
    clock: two application servers may disagree.
    """

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = DateTimeField()


class StatementTimestamp(Func):
    """`statement_timestamp()` inside a query that has waited for nothing: when it began, by the same clock.

    One moment for all rows, so that PostgreSQL can look it up in an index; `clock_timestamp()` is asked anew
    for every row of the table.
    """

    function = "statement_timestamp"
    template = "%(function)s()"
    output_field = DateTimeField()


def database_now() -> datetime:
    """Read `clock_timestamp()`, an aware datetime in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    result: datetime = moment
    return result
