"""Whether the site can work, and the conditions that need attention although it can."""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, router
from django.db.migrations.loader import MigrationLoader

from matinee.api.public.site.shapes import ReadyDetailShape
from matinee.checkout.emails.outbox import failing_emails
from matinee.checkout.models import TicketOrder
from matinee.core.jobs import JOBS
from matinee.runtime.failed_rows.queries import failures


def details() -> list[ReadyDetailShape]:
    """The conditions that need attention although the site is ready.

    `orders-need-attention`: orders that a person has to look at.
    `failed-rows`: rows that failed the last time that a loop processed them.
    `emails-failing`: emails whose last attempt failed, from the first failure until they are sent.
    """
    counts = {
        "orders-need-attention": TicketOrder.objects.needing_a_person().count(),
        "failed-rows": sum(failures().values()),
        "emails-failing": failing_emails().count(),
    }
    return [{"code": code, "count": count} for code, count in counts.items() if count]


def missing_migrations() -> frozenset[tuple[str, str]]:
    """The migrations that this code needs and that one of the two schemas, domain and jobs, does not have.

    A newer schema is accepted: the old code runs on it while machines are updated one by one.

    Raises: OperationalError, if the database cannot be reached.
    """
    return _missing(DEFAULT_DB_ALIAS) | _missing(JOBS)


def _missing(alias: str) -> frozenset[tuple[str, str]]:
    with connections[alias].cursor() as cursor:
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        except ProgrammingError:
            # The database is not migrated yet.
            return _needed(alias)
        return _needed(alias) - set(cursor.fetchall())


@cache
def _needed(alias: str) -> frozenset[tuple[str, str]]:
    migrations = MigrationLoader(None).disk_migrations
    return frozenset((app, name) for app, name in migrations if router.allow_migrate(alias, app))
