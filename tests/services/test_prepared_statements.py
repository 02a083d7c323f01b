"""Statements by one call of the database's library do what a cursor does."""

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
DIVIDED = "SELECT 1 / %(by)s::int"
PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1 / $1%%'"


def test_values_and_answers() -> None:
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


def test_it_is_prepared_once() -> None:
    for by in (1, 1, 1):
        fetch_all(DIVIDED, {"by": by})
    assert list(fetch_all(PREPARED, {})) == [(1,)]


def test_a_refusal_of_the_database_is_the_frameworks() -> None:
    with pytest.raises(DataError) as caught:
        fetch_all(DIVIDED, {"by": 0})
    assert getattr(caught.value.__cause__, "sqlstate", None) == "22012"
    assert list(fetch_all(DIVIDED, {"by": 1})) == [(1,)]


def test_after_a_rollback_which_forgets_all_that_was_prepared() -> None:
    assert list(fetch_all(DIVIDED, {"by": 1})) == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert list(fetch_all(DIVIDED, {"by": 1})) == [(1,)]


def test_inside_a_transaction_it_is_a_part_of_that() -> None:
    with transaction.atomic():
        fetch_all("SELECT set_config('matinee.mark', %(mark)s, true)", {"mark": "here"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('matinee.mark', true)")
            assert cursor.fetchone() == ("here",)


def test_a_lost_connection_is_told_and_then_replaced() -> None:
    fetch_all(DIVIDED, {"by": 1})
    lost = connection.connection
    with plain_connection() as plain:
        plain.execute("SELECT pg_terminate_backend(%s)", [lost.info.backend_pid])
    assert select.select([lost.fileno()], [], [], 5)[0]
    with pytest.raises(OperationalError):
        fetch_all(DIVIDED, {"by": 1})
    connection.close_if_unusable_or_obsolete()
    assert list(fetch_all(DIVIDED, {"by": 1})) == [(1,)]


def test_who_counts_queries_sees_it() -> None:
    with CaptureQueriesContext(connection) as captured:
        fetch_all(DIVIDED, {"by": 1})
    assert len(captured) == 1
