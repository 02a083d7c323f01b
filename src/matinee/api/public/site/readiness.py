"""Whether the site can work, and what needs attention although it does."""

from functools import cache
from typing import TypedDict

from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from matinee.checkout.emails.outbox import failing_emails
from matinee.checkout.models import TicketOrder
from matinee.runtime.failed_rows.queries import failures


class Detail(TypedDict):
    """Something that needs attention while the site works."""

    code: str
    count: int


def details() -> list[Detail]:
    """What needs attention although the site is ready. Sending visitors away would not help.

    `orders-need-attention`: orders that a person has to look at.
    `rows-set-aside`: rows that failed the last time that their loop came to them.
    `emails-failing`: emails whose last attempt failed, from the first failure until they are sent.
    """
    counts = {
        "orders-need-attention": TicketOrder.objects.needing_a_person().count(),
        "rows-set-aside": sum(failures().values()),
        "emails-failing": failing_emails().count(),
    }
    return [{"code": code, "count": count} for code, count in counts.items() if count]


def missing_migrations() -> frozenset[tuple[str, str]]:
    """The changes of the schema that this code needs and the database doesn't have.

    A newer schema is fine: while machines are updated one by one, the old code meets it.

    Raises: OperationalError, when the database is away.
    """
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        except ProgrammingError:
            # A database that nobody has migrated yet.
            return _needed()
        return _needed() - set(cursor.fetchall())


@cache
def _needed() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
