"""Many threads of a web process share few database connections (decision 0017)."""

import select
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import close_old_connections, connection, transaction

from matinee.runtime import connection_pool
from matinee.runtime.connection_pool import ConnectionPool, release_connection, start_pool
from matinee.runtime.prepared_statements import fetch_all
from tests.races.concurrency import plain_connection

pytestmark = pytest.mark.django_db(transaction=True)

WHO = "SELECT pg_backend_pid()"


@pytest.fixture
def sharing(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectionPool]:
    """This process shares two connections, as a web process does; the test's own is put away meanwhile."""
    monkeypatch.setattr(connection_pool, "_pools", {})
    connection.close()
    start_pool(size=1, max_size=2)
    pool = connection_pool.current_pool()
    assert pool
    yield pool
    connection.close()
    for idle, _ in pool._idle:
        idle.close()


@pytest.fixture
def two() -> Iterator[ConnectionPool]:
    """Two connections, of nobody in particular."""
    pool = ConnectionPool(size=1, max_size=2)
    yield pool
    for idle, _ in pool._idle:
        idle.close()


def opened() -> psycopg.Connection:
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def backend(session: psycopg.Connection) -> int:
    return session.info.backend_pid


def cut(pid: int) -> None:
    with plain_connection() as plain:
        assert plain.execute("SELECT pg_terminate_backend(%s, 20000)", [pid]).fetchone() == (True,)


def test_the_last_used_is_the_next(two: ConnectionPool) -> None:
    first, second = two.acquire(opened), two.acquire(opened)
    two.release(first)
    two.release(second)
    assert two.acquire_idle() is second
    assert two.acquire(opened) is first
    two.release(first)
    two.release(second)


def test_no_more_than_so_many(two: ConnectionPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_pool, "WAIT_SECONDS", 0.01)
    both = [two.acquire(opened) for _ in range(2)]
    assert two.acquire_idle() is None
    with pytest.raises(psycopg.OperationalError, match="in use"):
        two.acquire(opened)
    for each in both:
        two.release(each)
    assert two.acquire(opened) is both[1]
    two.release(both[1])


def test_another_is_opened_where_none_comes_back(two: ConnectionPool) -> None:
    first = two.acquire(opened)
    second = two.acquire(opened)
    assert second is not first
    two.release(first)
    two.release(second)


def test_whoever_has_patience_gets_one_that_comes_back(
    two: ConnectionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_pool, "PATIENCE_SECONDS", 20)
    first = two.acquire(opened)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(two.acquire, opened)
        two.release(first)
        assert waiting.result(20) is first
    two.release(first)


def test_one_that_cannot_be_opened_takes_no_place(two: ConnectionPool) -> None:
    def broken() -> psycopg.Connection:
        raise psycopg.OperationalError("no server there")

    for _ in range(3):
        assert two.acquire_idle() is None
        with pytest.raises(psycopg.OperationalError, match="no server"):
            two.acquire(broken)


def test_what_is_amid_a_transaction_or_broken_is_not_kept(two: ConnectionPool) -> None:
    one, other = two.acquire(opened), two.acquire(opened)
    one.execute("BEGIN")
    other.close()
    two.release(one)
    two.release(other)
    assert one.closed
    assert two.acquire_idle() is None


def test_what_was_cut_meanwhile_is_not_lent(two: ConnectionPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_pool, "FRESH_SECONDS", 0)
    session = two.acquire(opened)
    two.release(session)
    cut(backend(session))
    assert select.select([session.fileno()], [], [], 5)[0]
    assert two.acquire_idle() is None
    assert session.closed


def test_a_request_gives_back_what_it_used(sharing: ConnectionPool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        (pid,) = cursor.fetchone()
    assert sharing._idle == []
    close_old_connections()
    assert [backend(idle) for idle, _ in sharing._idle] == [pid]
    assert connection.connection is None


def test_a_frequent_statement_borrows_what_is_idle(sharing: ConnectionPool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        (pid,) = cursor.fetchone()
    assert list(fetch_all(WHO, {})) == [(pid,)]
    close_old_connections()
    assert list(fetch_all(WHO, {})) == [(pid,)]
    assert connection.connection is None
    assert [backend(idle) for idle, _ in sharing._idle] == [pid]


def test_whoever_waits_puts_his_connection_down(sharing: ConnectionPool) -> None:
    with transaction.atomic():
        fetch_all(WHO, {})
        release_connection()
        assert sharing._idle == []
    release_connection()
    assert len(sharing._idle) == 1


def test_a_request_that_fails_amid_a_transaction_leaves_nothing_behind(sharing: ConnectionPool) -> None:
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute(WHO)
    close_old_connections()
    assert sharing._idle == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() = statement_timestamp()")
        assert cursor.fetchone() == (True,)
