"""Prepared statements return the same values and errors as a cursor."""

import select
import uuid
from datetime import timedelta

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from matinee.runtime.prepared_statements import array_literal, fetch_all
from tests.races.concurrency import plain_connection

pytestmark = pytest.mark.django_db(transaction=True)

VALUES = """
SELECT %(number)s::int, %(nothing)s::int, %(id)s::uuid, %(span)s::interval, %(ids)s::bigint[], %(text)s::text,
       %(number)s::int + 1
"""
DIVISION = "SELECT 1 / %(by)s::int"
PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1 / $1%%'"


def test_parameters_and_rows() -> None:
    number, name, span = 7, uuid.uuid4(), timedelta(minutes=5)
    values = {
        "number": number,
        "nothing": None,
        "id": name,
        "span": span,
        "ids": array_literal([3, 1, 2]),
        "text": "it's ünlikely; --",
    }
    expected = (number, None, name, span, [3, 1, 2], values["text"], number + 1)
    assert list(fetch_all(VALUES, values)) == [expected]
    with transaction.atomic():
        assert list(fetch_all(VALUES, values)) == [expected]


def test_statement_is_prepared_once() -> None:
    for by in (1, 1, 1):
        fetch_all(DIVISION, {"by": by})
    assert list(fetch_all(PREPARED, {})) == [(1,)]


def test_database_errors_are_djangos() -> None:
    with pytest.raises(DataError) as caught:
        fetch_all(DIVISION, {"by": 0})
    assert getattr(caught.value.__cause__, "sqlstate", None) == "22012"
    assert list(fetch_all(DIVISION, {"by": 1})) == [(1,)]


def test_statement_is_prepared_again_after_deallocate() -> None:
    assert list(fetch_all(DIVISION, {"by": 1})) == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert list(fetch_all(DIVISION, {"by": 1})) == [(1,)]


def test_statement_runs_in_the_open_transaction() -> None:
    with transaction.atomic():
        fetch_all("SELECT set_config('matinee.mark', %(mark)s, true)", {"mark": "here"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('matinee.mark', true)")
            assert cursor.fetchone() == ("here",)


def test_lost_connection_raises_and_is_then_replaced() -> None:
    fetch_all(DIVISION, {"by": 1})
    lost = connection.connection
    with plain_connection() as plain:
        plain.execute("SELECT pg_terminate_backend(%s)", [lost.info.backend_pid])
    assert select.select([lost.fileno()], [], [], 5)[0]
    with pytest.raises(OperationalError):
        fetch_all(DIVISION, {"by": 1})
    connection.close_if_unusable_or_obsolete()
    assert list(fetch_all(DIVISION, {"by": 1})) == [(1,)]


def test_captured_queries_contain_the_statement() -> None:
    with CaptureQueriesContext(connection) as captured:
        fetch_all(DIVISION, {"by": 1})
    assert len(captured) == 1
