"""Whether the database has the schema that this code needs."""

from functools import cache

from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader


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
