"""Empties the tables after a test that commits, in a fraction of the time of Django's `flush`.

`flush` truncates every table, which creates new files for all of them and their indexes, and then creates all
permissions again. Here only the tables that have rows are emptied, and what the migrations wrote stays.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

TABLES = """
SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = 'r' AND nspname IN ('public', 'matinee_jobs') ORDER BY 1, 2
"""

Table = tuple[str, str]
"""Schema and name."""


class Tables:
    """The tables of the test database that change, by a connection of an administrator."""

    def __init__(self, administrator: str) -> None:
        self._administrator = administrator
        self._connect()
        tables: list[Table] = self._database.execute(TABLES).fetchall()
        self._tables = sorted(set(tables) - self._with_rows(tables))

    @contextmanager
    def disconnected(self) -> Iterator[None]:
        """Let the database be copied, which its connections forbid, while the block runs."""
        self.close()
        try:
            yield
        finally:
            self._connect()

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def _connect(self) -> None:
        self._database = psycopg.connect(self._administrator, autocommit=True)
        # Only an administrator can switch foreign keys and triggers off, so that the order does not matter.
        self._database.execute("SET session_replication_role = replica")

    def empty(self) -> None:
        """Delete all rows but those that the migrations wrote."""
        for table in self._with_rows(self._tables):
            self._database.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(*table)))

    def _with_rows(self, tables: list[Table]) -> set[Table]:
        parts = [
            sql.SQL("SELECT {}, {} WHERE EXISTS (SELECT FROM {})").format(*table, sql.Identifier(*table))
            for table in tables
        ]
        return set(self._database.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall())


@contextmanager
def tables_emptied_after_each_test() -> Iterator[Tables]:
    """Let tests with `transaction=True` end in this way. The test database has just been migrated."""
    from django.db import connection
    from django.test import TransactionTestCase

    parameters = connection.get_connection_params()
    administrator = make_conninfo(
        **{name: parameters[name] for name in ("host", "port", "dbname")}, user="postgres"
    )
    with closing(Tables(administrator)) as tables, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: tables.empty())
        yield tables
