"""The database's clock. It decides about holds and sales."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func


class ClockTimestamp(Func):
    """`clock_timestamp()` inside a query. A statement that changes rows gets `database_now()` as a value.

    Never `now()`: it returns the start of the transaction, which is stale after a lock wait. Never the host's
    clock: two application servers may disagree.
    """

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = DateTimeField()


class StatementTimestamp(Func):
    """`statement_timestamp()` inside a query that does not wait for locks: the start of the statement.

    It is the same for all rows, so PostgreSQL can use an index; `clock_timestamp()` is volatile and is
    evaluated for every row.
    """

    function = "statement_timestamp"
    template = "%(function)s()"
    output_field = DateTimeField()


def database_now() -> datetime:
    """Return `clock_timestamp()` as an aware datetime in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    result: datetime = moment
    return result
