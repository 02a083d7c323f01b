"""The database connections of a web process: few, for many threads (decision 0017).

The one that was used last is the next: what PostgreSQL's process behind it needs is still in the CPU's
caches. With a connection kept by each thread, all of them would take turns.
"""

import select
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

from matinee.runtime.run_slots import without_turn

WAIT_SECONDS = 5.0
"""How long to wait at most while all are in use."""

PATIENCE_SECONDS = 0.02
"""How long to wait for one to come back before another is opened, which takes longer than most statements."""

FRESH_SECONDS = 0.005
"""In a rush a connection is used again within this time. To ask it first costs a turn among the threads."""


class SharedConnections:
    """A `few` of them are opened when they are needed, up to `most` when none comes back soon."""

    def __init__(self, *, few: int, most: int) -> None:
        """Open nothing yet."""
        self._few, self._most = few, most
        self._idle: list[tuple[Connection, float]] = []
        self._returned: SimpleQueue[None] = SimpleQueue()
        self._open = 0
        self._counting = threading.Lock()

    def take(self, open_one: Callable[[], Connection]) -> Connection:
        """An idle one or a new one, to be given back.

        Raises: OperationalError, when all are in use, or no new one is to be had.
        """
        for bound, seconds in ((self._few, 0.0), (self._most, PATIENCE_SECONDS), (self._most, WAIT_SECONDS)):
            if connection := self._idle_within(seconds):
                return connection
            if self._may_open(bound):
                return self._opened(open_one)
        raise OperationalError("all connections are in use")

    def take_idle(self) -> Connection | None:
        """The one that was used last, to be given back; None while none is idle."""
        return self._idle_within(0)

    def give_back(self, connection: Connection) -> None:
        """Keep it for whoever comes next, unless it is broken or amid a transaction."""
        if not connection.closed and connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._idle.append((connection, monotonic()))
            self._returned.put(None)
        else:
            self._close(connection)

    def _idle_within(self, seconds: float) -> Connection | None:
        until = monotonic() + seconds
        while self._has_returned(until):
            connection, since = self._idle.pop()
            if monotonic() < since + FRESH_SECONDS or is_good(connection):
                return connection
            self._close(connection)
        return None

    def _has_returned(self, until: float) -> bool:
        try:
            self._returned.get_nowait()
        except Empty:
            left = until - monotonic()
            return left > 0 and self._returns_within(left)
        return True

    def _returns_within(self, seconds: float) -> bool:
        try:
            with without_turn():
                self._returned.get(timeout=seconds)
        except Empty:
            return False
        return True

    def _may_open(self, bound: int) -> bool:
        with self._counting:
            if self._open >= bound:
                return False
            self._open += 1
            return True

    def _opened(self, open_one: Callable[[], Connection]) -> Connection:
        try:
            return open_one()
        except BaseException:
            self._forget_one()
            raise

    def _close(self, connection: Connection) -> None:
        connection.close()
        self._forget_one()

    def _forget_one(self) -> None:
        with self._counting:
            self._open -= 1


_shared: SharedConnections | None = None


def share_connections(*, few: int, most: int) -> None:
    """From now on, in this process. Elsewhere each thread keeps its own."""
    global _shared
    _shared = SharedConnections(few=few, most=most)


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
