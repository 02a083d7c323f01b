"""A bulkhead limits how many threads of a web process may be in a write, so that others can read (B10).

A thread that waits for a lock, a slow disk, a payment provider or a slow client cannot handle other requests.
A write therefore takes a permit first, a purchase takes one for all its steps, and some threads always stay
free.
"""

import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from django.db import OperationalError

from matinee.core.problems import Busy
from matinee.runtime.connection_pool import release_connection
from matinee.runtime.run_slots import without_run_slot

QUEUE_SECONDS = 1.0
"""How long a queued request waits at most."""

STUCK_SECONDS = 0.5
"""A write takes milliseconds. While a permit was granted within this time, all requests may queue."""

REJECTION_SECONDS = 0.03
"""How long a rejection takes. A client that retries at once would otherwise take CPU time from readers."""


@dataclass(eq=False)
class _Permit:
    """A permit that is held or requested."""

    seat_ids: frozenset[int]
    granted: threading.Event | None = None
    """Set when the permit is granted; None for a permit that was granted without a queue."""
    last_progress: float = 0
    """When the bulkhead last granted a permit, as far as this one shows."""

    def shares_seat_with(self, others: Iterable["_Permit"]) -> bool:
        return any(not self.seat_ids.isdisjoint(other.seat_ids) for other in others)


class Bulkhead:
    """Grants `permits` at a time, one per seat, and queues `queue` requests in order of arrival.

    While no permit is released, further requests wait only for a moment, and at most `max_waiting` of them.
    A release grants the next permits by name: waking every waiting thread would cost more CPU time.
    """

    def __init__(self, *, permits: int, queue: int, max_waiting: int = 0) -> None:
        self._permits, self._queue, self._max_waiting = permits, queue, max_waiting
        self._held: set[_Permit] = set()
        self._waiting: list[_Permit] = []
        self._stuck_since: float | None = None
        self._lock = threading.Lock()

    @contextmanager
    def permit(self, seat_ids: Collection[int] = ()) -> Iterator[None]:
        """Hold a permit. A second writer of the same seat would only wait in the database.

        Raises: Busy, after QUEUE_SECONDS; at once if nothing moves and the queue is full.
        """
        permit = _Permit(frozenset(seat_ids))
        self._acquire(permit)
        gave_up = False
        try:
            yield
        except (Busy, OperationalError):
            gave_up = True
            raise
        finally:
            with self._lock:
                self._held.remove(permit)
                # The next request will hardly succeed where this one gave up.
                self._stuck_since = permit.last_progress if gave_up else None
                self._grant_next()

    def would_wait(self, seat_ids: Collection[int]) -> bool:
        """Return whether a request for these seats would have to wait."""
        with self._lock:
            return not self._is_grantable(_Permit(frozenset(seat_ids)), self._waiting)

    def is_stuck(self, seat_ids: Collection[int]) -> bool:
        """Return whether a request for these seats would be rejected at once."""
        permit = _Permit(frozenset(seat_ids))
        with self._lock:
            is_full = len(self._waiting) >= self._queue and not self._is_grantable(permit, self._waiting)
            return is_full and self._last_progress(permit) + STUCK_SECONDS <= time.monotonic()

    def _acquire(self, permit: _Permit) -> None:
        with self._lock:
            if self._is_grantable(permit, self._waiting):
                self._grant(permit)
                return
            ahead = len(self._waiting)
            permit.granted = threading.Event()
            self._waiting.append(permit)
        release_connection()
        with without_run_slot():
            self._wait(permit, permit.granted, self._queue_timeout(ahead))

    def _queue_timeout(self, ahead: int) -> float:
        if ahead < self._queue:
            return QUEUE_SECONDS
        return REJECTION_SECONDS if ahead < self._max_waiting else 0

    def _grant(self, permit: _Permit) -> None:
        permit.last_progress = self._stuck_since or time.monotonic()
        self._held.add(permit)

    def _grant_next(self) -> None:
        ahead: list[_Permit] = []
        for permit in self._waiting:
            if permit.granted and self._is_grantable(permit, ahead):
                self._grant(permit)
                permit.granted.set()
            else:
                ahead.append(permit)
        self._waiting = ahead

    def _is_grantable(self, permit: _Permit, ahead: Iterable[_Permit]) -> bool:
        return len(self._held) < self._permits and not permit.shares_seat_with((*self._held, *ahead))

    def _wait(self, permit: _Permit, granted: threading.Event, timeout: float) -> None:
        """Wait `timeout` seconds, or longer while permits are being granted."""
        now = time.monotonic()
        earliest, latest = now + timeout, now + QUEUE_SECONDS
        while not granted.is_set():
            with self._lock:
                while_moving = min(latest, self._last_progress(permit) + STUCK_SECONDS)
                left = max(earliest, while_moving) - time.monotonic()
                if left <= 0 and not granted.is_set():
                    self._waiting.remove(permit)
                    self._grant_next()
                    raise Busy
            granted.wait(left)

    def _last_progress(self, permit: _Permit) -> float:
        same_seat = [other for other in self._held if permit.shares_seat_with([other])]
        return max((other.last_progress for other in same_seat or self._held), default=time.monotonic())


_writes: Bulkhead | None = None
_payments: Bulkhead | None = None
_bodies: Bulkhead | None = None
_thread = threading.local()


def limit_threads(*, threads: int, connections: int) -> None:
    """Divide this process's threads and database connections, so that some always stay free for reads.

    Few requests should have to wait in a rush: waking a thread costs more CPU time than most writes. Without
    this call, as in commands and in the worker, nothing is limited.
    """
    global _writes, _payments, _bodies
    _writes = Bulkhead(permits=connections * 3 // 8, queue=threads // 6, max_waiting=threads // 2)
    _payments = Bulkhead(permits=connections // 4, queue=threads // 12)
    _bodies = Bulkhead(permits=threads // 4, queue=0)


def write_permit(seat_ids: Collection[int] = ()) -> AbstractContextManager[None]:
    """Hold one of the few permits to write. A thread that already holds one continues without another.

    Name the seats if they are known: then a stuck seat takes one permit of each process at most.

    Raises: Busy, with nothing changed.
    """
    return _permit(_writes, seat_ids)


def would_wait(seat_ids: Collection[int]) -> bool:
    """Return whether `write_permit` would have to wait, or would be rejected."""
    return _writes is not None and _writes.would_wait(seat_ids)


def is_stuck(seat_ids: Collection[int]) -> bool:
    """Return whether `write_permit` would be rejected at once."""
    return _writes is not None and _writes.is_stuck(seat_ids)


@contextmanager
def payment_permit() -> Iterator[None]:
    """Hold one of the few permits for a purchase, which waits for the payment provider.

    The writes of the purchase need no further permit.

    Raises: Busy, with nothing changed.
    """
    with without_run_slot(), _permit(_payments):
        yield


def body_permit() -> AbstractContextManager[None]:
    """Hold one of the few permits to wait for the rest of a request's body.

    Raises: Busy.
    """
    return _permit(_bodies)


@contextmanager
def _permit(bulkhead: Bulkhead | None, seat_ids: Collection[int] = ()) -> Iterator[None]:
    if bulkhead is None or getattr(_thread, "has_permit", False):
        yield
        return
    with bulkhead.permit(seat_ids):
        _thread.has_permit = True
        try:
            yield
        finally:
            _thread.has_permit = False
