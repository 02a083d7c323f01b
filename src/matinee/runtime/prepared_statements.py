"""Runs the most frequent statements as prepared statements, each with one call of libpq (decision 0017).

A cursor takes more CPU time for them than PostgreSQL does, and hands the GIL to other threads several times.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, OperationalError, adapters
from psycopg.adapt import AdaptersMap, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.types.string import TextLoader

from matinee.runtime.connection_pool import current_pool

Values = Mapping[str, Any]
Row = tuple[Any, ...]

PARAMETER = re.compile(r"%\((\w+)\)s")

TYPES = AdaptersMap(adapters)
"""The driver's own loaders: Django's take six times as long for times. JSON stays text, as in Django."""

TYPES.register_loader("jsonb", TextLoader)

CACHE = "matinee_prepared"
"""The attribute of a connection that holds its prepared statements."""


def fetch_all(sql: str, values: Values) -> Sequence[Row]:
    """Run a statement and return its rows. Inside a transaction, the statement is part of it.

    Parameters are named as for a cursor, such as `%(show)s`. Their values are sent as text: numbers, UUIDs,
    times, and lists as `array_literal` writes them.

    Raises: the same errors as a cursor.
    """
    django = connections[DEFAULT_DB_ALIAS]
    if django.in_atomic_block or django.queries_logged or django.execute_wrappers:
        with django.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    pool = current_pool()
    if pool and django.connection is None and (idle := pool.acquire_idle()):
        try:
            with django.wrap_database_errors:
                return _prepared_on(idle).fetch_all(_statement(sql), values)
        finally:
            pool.release(idle)
    # Django does this before it makes a cursor.
    django.close_if_health_check_failed()
    django.ensure_connection()
    with django.wrap_database_errors:
        return _prepared_on(django.connection).fetch_all(_statement(sql), values)


def array_literal(ids: Iterable[int]) -> str:
    """Return ids as an array literal of PostgreSQL, such as `{1,2}`."""
    return f"{{{','.join(map(str, ids))}}}"


class _Statement:
    """A statement with numbered parameters and a name, as PostgreSQL prepares it."""

    def __init__(self, sql: str) -> None:
        self._names = list(dict.fromkeys(PARAMETER.findall(sql)))
        self.sql = PARAMETER.sub(lambda found: f"${self._names.index(found[1]) + 1}", sql).encode()
        self.name = f"matinee_{id(self):x}".encode()

    def texts(self, values: Values) -> list[bytes | None]:
        """Return the values in the order of the parameters, as text."""
        return [None if (value := values[name]) is None else str(value).encode() for name in self._names]


_statement = cache(_Statement)


class _PreparedStatements:
    """The statements that are prepared on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._transformer = Transformer(TYPES)
        self._prepared: set[_Statement] = set()

    def fetch_all(self, statement: _Statement, values: Values) -> Sequence[Row]:
        if statement not in self._prepared:
            self._prepare(statement)
        texts = statement.texts(values)
        try:
            result = self._run(statement, texts)
        except InvalidSqlStatementName:
            # The driver deallocates all prepared statements when a transaction is rolled back.
            self._prepare(statement)
            result = self._run(statement, texts)
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    def _prepare(self, statement: _Statement) -> None:
        _checked(self.connection.pgconn.prepare(statement.name, statement.sql))
        self._prepared.add(statement)

    def _run(self, statement: _Statement, texts: Sequence[bytes | None]) -> PGresult:
        # None is NULL, as in exec_params, whose type annotation allows it.
        return _checked(self.connection.pgconn.exec_prepared(statement.name, texts))  # type: ignore[arg-type]


def _prepared_on(connection: Connection) -> _PreparedStatements:
    prepared: _PreparedStatements | None = getattr(connection, CACHE, None)
    if prepared is None:
        prepared = _PreparedStatements(connection)
        setattr(connection, CACHE, prepared)
    return prepared


def _checked(result: PGresult) -> PGresult:
    if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        if result.error_field(DiagnosticField.SQLSTATE):
            raise error_from_result(result)
        # There is no SQLSTATE when the connection is lost.
        raise OperationalError(result.get_error_message())
    return result
