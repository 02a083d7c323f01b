"""The database connections of a web process: few, for many threads (decision 0017).

The one that was used last is the next: what PostgreSQL's process behind it needs is still in the CPU's
caches. With a connection kept by each thread, all of them would take turns.
"""

import select
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

from matinee.core.turns import without_turn

WAIT_SECONDS = 1.0
"""How long to wait at most while all are in use."""

FRESH_SECONDS = 0.005
"""In a rush a connection is used again within this time. To ask it first costs a turn among the threads."""


class SharedConnections:
    """At most `most` of them, those that nobody uses included."""

    def __init__(self, most: int) -> None:
        """Open nothing yet."""
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(most):
            self._places.put(None)
        self._idle: list[tuple[Connection, float]] = []

    def take(self, open_one: Callable[[], Connection]) -> Connection:
        """An idle one or a new one, to be given back.

        Raises: OperationalError, when all are in use, or no new one is to be had.
        """
        try:
            self._places.get_nowait()
        except Empty:
            self._wait()
        try:
            return self._used_last() or open_one()
        except BaseException:
            self._places.put(None)
            raise

    def take_idle(self) -> Connection | None:
        """The one that was used last, to be given back; None where a new one would be needed."""
        try:
            self._places.get_nowait()
        except Empty:
            return None
        connection = self._used_last()
        if connection is None:
            self._places.put(None)
        return connection

    def give_back(self, connection: Connection) -> None:
        """Keep it for whoever comes next, unless it is broken or amid a transaction."""
        if not connection.closed and connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._idle.append((connection, monotonic()))
        else:
            connection.close()
        self._places.put(None)

    def _wait(self) -> None:
        try:
            with without_turn():
                self._places.get(timeout=WAIT_SECONDS)
        except Empty:
            raise OperationalError("all connections are in use") from None

    def _used_last(self) -> Connection | None:
        while self._idle:
            try:
                connection, since = self._idle.pop()
            except IndexError:
                # Another thread was quicker.
                return None
            if monotonic() < since + FRESH_SECONDS or is_good(connection):
                return connection
            connection.close()
        return None


_shared: SharedConnections | None = None


def share_connections(most: int) -> None:
    """From now on, in this process. Elsewhere each thread keeps its own."""
    global _shared
    _shared = SharedConnections(most)


def shared() -> SharedConnections | None:
    """Those of this process, where threads share them."""
    return _shared


def put_down() -> None:
    """Let others have this thread's connection while it waits; amid a transaction it has to keep it."""
    django = connections[DEFAULT_DB_ALIAS]
    if _shared and not django.in_atomic_block:
        django.close()


def is_good(connection: Connection) -> bool:
    """Whether nothing came on an idle connection. A server that goes says so, or its kernel closes."""
    if connection.closed:
        return False
    news = select.poll()
    news.register(connection.fileno(), select.POLLIN)
    return not news.poll(0)
