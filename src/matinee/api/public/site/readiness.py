"""Whether the site can work, and the conditions that need attention although it can."""

from functools import cache

from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from matinee.api.public.site.shapes import ReadyDetailShape
from matinee.checkout.emails.outbox import failing_emails
from matinee.checkout.models import TicketOrder
from matinee.runtime.failed_rows.queries import failures


def details() -> list[ReadyDetailShape]:
    """The conditions that need attention although the site is ready.

    `orders-need-attention`: orders that a person has to look at.
    `rows-set-aside`: rows that failed the last time that a loop processed them.
    `emails-failing`: emails whose last attempt failed, from the first failure until they are sent.
    """
    counts = {
        "orders-need-attention": TicketOrder.objects.needing_a_person().count(),
        "rows-set-aside": sum(failures().values()),
        "emails-failing": failing_emails().count(),
    }
    return [{"code": code, "count": count} for code, count in counts.items() if count]


def missing_migrations() -> frozenset[tuple[str, str]]:
    """The migrations that this code needs and the database doesn't have.

    A newer schema is accepted: the old code runs on it while machines are updated one by one.

    Raises: OperationalError, when the database cannot be reached.
    """
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        except ProgrammingError:
            # The database is not migrated yet.
            return _needed()
        return _needed() - set(cursor.fetchall())


@cache
def _needed() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
