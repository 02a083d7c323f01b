"""Many threads of a web process share few database connections (decision 0017)."""

import select
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import close_old_connections, connection, transaction

from matinee.runtime import connection_pool
from matinee.runtime.connection_pool import SharedConnections, put_down, share_connections
from matinee.runtime.prepared_statements import rows
from tests.races.arena import plain_connection

pytestmark = pytest.mark.django_db(transaction=True)

WHO = "SELECT pg_backend_pid()"


@pytest.fixture
def sharing(monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedConnections]:
    """This process shares two connections, as a web process does; the test's own is put away meanwhile."""
    monkeypatch.setattr(connection_pool, "_shared", None)
    connection.close()
    share_connections(few=1, most=2)
    shared = connection_pool.shared()
    assert shared
    yield shared
    connection.close()
    for idle, _ in shared._idle:
        idle.close()


@pytest.fixture
def two() -> Iterator[SharedConnections]:
    """Two connections, of nobody in particular."""
    shared = SharedConnections(few=1, most=2)
    yield shared
    for idle, _ in shared._idle:
        idle.close()


def opened() -> psycopg.Connection:
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def backend(session: psycopg.Connection) -> int:
    return session.info.backend_pid


def cut(pid: int) -> None:
    with plain_connection() as plain:
        plain.execute("SELECT pg_terminate_backend(%s)", [pid])
        while plain.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
            pass


def test_the_last_used_is_the_next(two: SharedConnections) -> None:
    first, second = two.take(opened), two.take(opened)
    two.give_back(first)
    two.give_back(second)
    assert two.take_idle() is second
    assert two.take(opened) is first
    two.give_back(first)
    two.give_back(second)


def test_no_more_than_so_many(two: SharedConnections, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_pool, "WAIT_SECONDS", 0.01)
    both = [two.take(opened) for _ in range(2)]
    assert two.take_idle() is None
    with pytest.raises(psycopg.OperationalError, match="in use"):
        two.take(opened)
    for each in both:
        two.give_back(each)
    assert two.take(opened) is both[1]
    two.give_back(both[1])


def test_another_is_opened_where_none_comes_back(two: SharedConnections) -> None:
    first = two.take(opened)
    second = two.take(opened)
    assert second is not first
    two.give_back(first)
    two.give_back(second)


def test_whoever_has_patience_gets_one_that_comes_back(
    two: SharedConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_pool, "PATIENCE_SECONDS", 20)
    first = two.take(opened)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(two.take, opened)
        two.give_back(first)
        assert waiting.result(20) is first
    two.give_back(first)


def test_one_that_cannot_be_opened_takes_no_place(two: SharedConnections) -> None:
    def broken() -> psycopg.Connection:
        raise psycopg.OperationalError("no server there")

    for _ in range(3):
        assert two.take_idle() is None
        with pytest.raises(psycopg.OperationalError, match="no server"):
            two.take(broken)


def test_what_is_amid_a_transaction_or_broken_is_not_kept(two: SharedConnections) -> None:
    one, other = two.take(opened), two.take(opened)
    one.execute("BEGIN")
    other.close()
    two.give_back(one)
    two.give_back(other)
    assert one.closed
    assert two.take_idle() is None


def test_what_was_cut_meanwhile_is_not_lent(two: SharedConnections, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_pool, "FRESH_SECONDS", 0)
    session = two.take(opened)
    two.give_back(session)
    cut(backend(session))
    assert select.select([session.fileno()], [], [], 5)[0]
    assert two.take_idle() is None
    assert session.closed


def test_a_request_gives_back_what_it_used(sharing: SharedConnections) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        (pid,) = cursor.fetchone()
    assert sharing._idle == []
    close_old_connections()
    assert [backend(idle) for idle, _ in sharing._idle] == [pid]
    assert connection.connection is None


def test_a_frequent_statement_borrows_what_is_idle(sharing: SharedConnections) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        (pid,) = cursor.fetchone()
    assert list(rows(WHO, {})) == [(pid,)]
    close_old_connections()
    assert list(rows(WHO, {})) == [(pid,)]
    assert connection.connection is None
    assert [backend(idle) for idle, _ in sharing._idle] == [pid]


def test_whoever_waits_puts_his_connection_down(sharing: SharedConnections) -> None:
    with transaction.atomic():
        rows(WHO, {})
        put_down()
        assert sharing._idle == []
    put_down()
    assert len(sharing._idle) == 1


def test_a_request_that_fails_amid_a_transaction_leaves_nothing_behind(sharing: SharedConnections) -> None:
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute(WHO)
    close_old_connections()
    assert sharing._idle == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() = statement_timestamp()")
        assert cursor.fetchone() == (True,)
