"""The connection pool of a web process: many threads share few connections (decision 0017)."""

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

BACKEND_PID = "SELECT pg_backend_pid()"


@pytest.fixture
def started_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectionPool]:
    """Start a pool of two connections in this process; the test's own connection is closed."""
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
def pool() -> Iterator[ConnectionPool]:
    """A pool of at most two connections."""
    pool = ConnectionPool(size=1, max_size=2)
    yield pool
    for idle, _ in pool._idle:
        idle.close()


def open_connection() -> psycopg.Connection:
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def backend_pid(session: psycopg.Connection) -> int:
    return session.info.backend_pid


def terminate(pid: int) -> None:
    with plain_connection() as plain:
        assert plain.execute("SELECT pg_terminate_backend(%s, 20000)", [pid]).fetchone() == (True,)


def test_last_released_connection_is_used_first(pool: ConnectionPool) -> None:
    first, second = pool.acquire(open_connection), pool.acquire(open_connection)
    pool.release(first)
    pool.release(second)
    assert pool.acquire_idle() is second
    assert pool.acquire(open_connection) is first
    pool.release(first)
    pool.release(second)


def test_number_of_connections_is_bounded(pool: ConnectionPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_pool, "WAIT_SECONDS", 0.01)
    both = [pool.acquire(open_connection) for _ in range(2)]
    assert pool.acquire_idle() is None
    with pytest.raises(psycopg.OperationalError, match="in use"):
        pool.acquire(open_connection)
    for each in both:
        pool.release(each)
    assert pool.acquire(open_connection) is both[1]
    pool.release(both[1])


def test_another_connection_is_opened_if_none_is_released(pool: ConnectionPool) -> None:
    first = pool.acquire(open_connection)
    second = pool.acquire(open_connection)
    assert second is not first
    pool.release(first)
    pool.release(second)


def test_waiting_thread_gets_a_released_connection(
    pool: ConnectionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_pool, "RELEASE_WAIT_SECONDS", 20)
    first = pool.acquire(open_connection)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(pool.acquire, open_connection)
        pool.release(first)
        assert waiting.result(20) is first
    pool.release(first)


def test_connection_that_fails_to_open_is_not_counted(pool: ConnectionPool) -> None:
    def broken() -> psycopg.Connection:
        raise psycopg.OperationalError("no server there")

    for _ in range(3):
        assert pool.acquire_idle() is None
        with pytest.raises(psycopg.OperationalError, match="no server"):
            pool.acquire(broken)


def test_connection_in_a_transaction_or_closed_is_not_kept(pool: ConnectionPool) -> None:
    one, other = pool.acquire(open_connection), pool.acquire(open_connection)
    one.execute("BEGIN")
    other.close()
    pool.release(one)
    pool.release(other)
    assert one.closed
    assert pool.acquire_idle() is None


def test_idle_connection_closed_by_the_server_is_not_reused(
    pool: ConnectionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_pool, "FRESH_SECONDS", 0)
    session = pool.acquire(open_connection)
    pool.release(session)
    terminate(backend_pid(session))
    assert select.select([session.fileno()], [], [], 5)[0]
    assert pool.acquire_idle() is None
    assert session.closed


def test_request_releases_its_connection(started_pool: ConnectionPool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BACKEND_PID)
        (pid,) = cursor.fetchone()
    assert started_pool._idle == []
    close_old_connections()
    assert [backend_pid(idle) for idle, _ in started_pool._idle] == [pid]
    assert connection.connection is None


def test_prepared_statement_uses_an_idle_connection(started_pool: ConnectionPool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BACKEND_PID)
        (pid,) = cursor.fetchone()
    assert list(fetch_all(BACKEND_PID, {})) == [(pid,)]
    close_old_connections()
    assert list(fetch_all(BACKEND_PID, {})) == [(pid,)]
    assert connection.connection is None
    assert [backend_pid(idle) for idle, _ in started_pool._idle] == [pid]


def test_connection_is_released_before_a_wait(started_pool: ConnectionPool) -> None:
    with transaction.atomic():
        fetch_all(BACKEND_PID, {})
        release_connection()
        assert started_pool._idle == []
    release_connection()
    assert len(started_pool._idle) == 1


def test_failed_request_in_a_transaction_closes_its_connection(started_pool: ConnectionPool) -> None:
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute(BACKEND_PID)
    close_old_connections()
    assert started_pool._idle == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() = statement_timestamp()")
        assert cursor.fetchone() == (True,)
