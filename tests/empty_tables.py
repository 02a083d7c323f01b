"""Empties the tables after a test that commits, faster than Django's `flush`.

`flush` truncates every table, which creates new files for all of them and their indexes, and then creates all
permissions again. This module empties only the tables that have rows, and keeps the rows that the migrations
inserted.
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
    """The tables of the test database that tests change, accessed over an administrator's connection."""

    def __init__(self, administrator: str) -> None:
        self._administrator = administrator
        self._connect()
        tables: list[Table] = self._database.execute(TABLES).fetchall()
        self._tables = sorted(set(tables) - self._with_rows(tables))

    @contextmanager
    def disconnected(self) -> Iterator[None]:
        """Close the connection during the block: PostgreSQL copies only databases without connections."""
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
        # An administrator can disable foreign keys and triggers, so the order of the tables does not matter.
        self._database.execute("SET session_replication_role = replica")

    def empty(self) -> None:
        """Delete all rows except those that the migrations inserted."""
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
    """Replace the teardown of tests with `transaction=True`. Call it on a newly migrated test database."""
    from django.db import connection
    from django.test import TransactionTestCase

    parameters = connection.get_connection_params()
    administrator = make_conninfo(
        **{name: parameters[name] for name in ("host", "port", "dbname")}, user="postgres"
    )
    with closing(Tables(administrator)) as tables, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: tables.empty())
        yield tables
