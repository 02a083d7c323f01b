"""The database connections of a web process: few connections for many threads (decision 0017).

The connection that was used last is used next: the data of the PostgreSQL process behind it is still in the
CPU's caches. One connection per thread would use all of them in rotation.
"""

import select
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

from matinee.runtime.run_slots import without_run_slot

WAIT_SECONDS = 5.0
"""How long to wait at most while all connections are in use."""

RELEASE_WAIT_SECONDS = 0.02
"""How long to wait for a release. Opening a connection takes longer than most statements."""

FRESH_SECONDS = 0.005
"""A connection that was released this recently is used without a check: the check would hand over the GIL."""


class ConnectionPool:
    """Opens up to `size` connections when they are needed, and up to `max_size` if none is released soon."""

    def __init__(self, *, size: int, max_size: int) -> None:
        """Open no connection yet."""
        self._size, self._max_size = size, max_size
        self._idle: list[tuple[Connection, float]] = []
        self._released: SimpleQueue[None] = SimpleQueue()
        self._open = 0
        self._counting = threading.Lock()

    def acquire(self, open_connection: Callable[[], Connection]) -> Connection:
        """Return an idle connection or a new one. The caller releases it.

        Raises: OperationalError, if all are in use or no new one can be opened.
        """
        for limit, seconds in (
            (self._size, 0.0),
            (self._max_size, RELEASE_WAIT_SECONDS),
            (self._max_size, WAIT_SECONDS),
        ):
            if connection := self._idle_within(seconds):
                return connection
            if self._may_open(limit):
                return self._opened(open_connection)
        raise OperationalError("all connections are in use")

    def acquire_idle(self) -> Connection | None:
        """Return the connection that was released last, or None if none is idle. The caller releases it."""
        return self._idle_within(0)

    def release(self, connection: Connection) -> None:
        """Keep the connection for the next caller, unless it is broken or inside a transaction."""
        if not connection.closed and connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._idle.append((connection, monotonic()))
            self._released.put(None)
        else:
            self._close(connection)

    def _idle_within(self, seconds: float) -> Connection | None:
        until = monotonic() + seconds
        while self._has_idle(until):
            connection, since = self._idle.pop()
            if monotonic() < since + FRESH_SECONDS or is_alive(connection):
                return connection
            self._close(connection)
        return None

    def _has_idle(self, until: float) -> bool:
        try:
            self._released.get_nowait()
        except Empty:
            left = until - monotonic()
            return left > 0 and self._is_released_within(left)
        return True

    def _is_released_within(self, seconds: float) -> bool:
        try:
            with without_run_slot():
                self._released.get(timeout=seconds)
        except Empty:
            return False
        return True

    def _may_open(self, limit: int) -> bool:
        with self._counting:
            if self._open >= limit:
                return False
            self._open += 1
            return True

    def _opened(self, open_connection: Callable[[], Connection]) -> Connection:
        try:
            return open_connection()
        except BaseException:
            self._count_closed()
            raise

    def _close(self, connection: Connection) -> None:
        connection.close()
        self._count_closed()

    def _count_closed(self) -> None:
        with self._counting:
            self._open -= 1


_pools: dict[str, ConnectionPool] = {}
"""By database alias."""


def start_pool(alias: str = DEFAULT_DB_ALIAS, *, size: int, max_size: int) -> None:
    """Use a pool in this process. Without this call, each thread keeps a connection of its own."""
    _pools[alias] = ConnectionPool(size=size, max_size=max_size)


def current_pool(alias: str = DEFAULT_DB_ALIAS) -> ConnectionPool | None:
    """Return the pool of this process, if it has one."""
    return _pools.get(alias)


def release_connection() -> None:
    """Release this thread's connection before a wait. Inside a transaction the thread keeps it."""
    django = connections[DEFAULT_DB_ALIAS]
    if current_pool() and not django.in_atomic_block:
        django.close()


def is_alive(connection: Connection) -> bool:
    """Return whether an idle connection has nothing to read. A server that stops sends a message first."""
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)
