"""The few statements that everybody runs all the time, each by one call of PostgreSQL's own library.

A cursor takes more CPU for them than most of them take in the database, and gives the interpreter away to
other threads again and again (decision 0017).
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

from matinee.runtime.connection_pool import shared

Values = Mapping[str, Any]
Row = tuple[Any, ...]

PARAMETER = re.compile(r"%\((\w+)\)s")

TYPES = AdaptersMap(adapters)
"""The driver's own: Django's read times six times as slowly. JSON stays text, as with Django."""

TYPES.register_loader("jsonb", TextLoader)

KNOWN = "matinee_known"
"""The name by which it is found at the connection."""


def rows(sql: str, values: Values) -> Sequence[Row]:
    """Run a statement with parameters named as a cursor takes them, `%(show)s`; inside a transaction, in it.

    Values go to the database as their text: numbers, UUIDs, times, and lists as `array_of` writes them.

    Raises: what a cursor would.
    """
    django = connections[DEFAULT_DB_ALIAS]
    if django.in_atomic_block or django.queries_logged or django.execute_wrappers:
        with django.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    kept = shared()
    if kept and django.connection is None and (lent := kept.take_idle()):
        try:
            with django.wrap_database_errors:
                return _known(lent).rows(_statement(sql), values)
        finally:
            kept.give_back(lent)
    # What Django does before it makes a cursor.
    django.close_if_health_check_failed()
    django.ensure_connection()
    with django.wrap_database_errors:
        return _known(django.connection).rows(_statement(sql), values)


def array_of(ids: Iterable[int]) -> str:
    """A list as PostgreSQL writes it."""
    return f"{{{','.join(map(str, ids))}}}"


class _Statement:
    """With numbered parameters, as PostgreSQL has them, and a name of its own."""

    def __init__(self, sql: str) -> None:
        self._names = list(dict.fromkeys(PARAMETER.findall(sql)))
        self.sql = PARAMETER.sub(lambda found: f"${self._names.index(found[1]) + 1}", sql).encode()
        self.name = f"matinee_{id(self):x}".encode()

    def texts(self, values: Values) -> list[bytes | None]:
        """The values in order."""
        return [None if (value := values[name]) is None else str(value).encode() for name in self._names]


_statement = cache(_Statement)


class _Known:
    """What we know of a connection, as long as it lasts."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._transformer = Transformer(TYPES)
        self._prepared: set[_Statement] = set()

    def rows(self, statement: _Statement, values: Values) -> Sequence[Row]:
        if statement not in self._prepared:
            self._prepare(statement)
        texts = statement.texts(values)
        try:
            result = self._run(statement, texts)
        except InvalidSqlStatementName:
            # The driver forgets all that is prepared when a transaction is rolled back.
            self._prepare(statement)
            result = self._run(statement, texts)
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    def _prepare(self, statement: _Statement) -> None:
        _good(self.connection.pgconn.prepare(statement.name, statement.sql))
        self._prepared.add(statement)

    def _run(self, statement: _Statement, texts: Sequence[bytes | None]) -> PGresult:
        # None is NULL, as in exec_params, which says so.
        return _good(self.connection.pgconn.exec_prepared(statement.name, texts))  # type: ignore[arg-type]


def _known(connection: Connection) -> _Known:
    known: _Known | None = getattr(connection, KNOWN, None)
    if known is None:
        known = _Known(connection)
        setattr(connection, KNOWN, known)
    return known


def _good(result: PGresult) -> PGresult:
    if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        if result.error_field(DiagnosticField.SQLSTATE):
            raise error_from_result(result)
        # The library's own words: the connection is lost.
        raise OperationalError(result.get_error_message())
    return result
