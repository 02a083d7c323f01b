"""Bounds how many threads of a web process may be in a write, so that the others can read (B10).

A thread that waits for a lock, a slow disk, a payment provider or a slow client serves nobody. So a write
takes a slot first, a purchase takes one for all its steps, and some threads are left that no slot can take.
"""

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from matinee.booking.errors import Busy

QUEUE_SECONDS = 1.0
"""How long a queueing write waits at most."""

MOVING_SECONDS = 0.03
"""While somebody got in within this time the wall moves, and whoever finds the queue full waits a moment."""


@dataclass(frozen=True, eq=False)
class _Visit:
    seat_ids: frozenset[int]
    since: float = field(default_factory=time.monotonic)


class Wall:
    """Lets `slots` threads in, one at a time for each seat, and `queue` of them wait."""

    def __init__(self, *, slots: int, queue: int) -> None:
        self._slots, self._queue, self._queued = slots, queue, 0
        self._inside: set[_Visit] = set()
        self._changed = threading.Condition()

    @contextmanager
    def slot(self, seat_ids: Collection[int] = ()) -> Iterator[None]:
        """Be inside. Whoever wants a seat that somebody inside writes would only wait in the database.

        Raises: Busy, within MOVING_SECONDS if the queue is full, else after QUEUE_SECONDS.
        """
        visit = self._enter(frozenset(seat_ids))
        try:
            yield
        finally:
            with self._changed:
                self._inside.remove(visit)
                self._changed.notify_all()

    def _enter(self, seat_ids: frozenset[int]) -> _Visit:
        with self._changed:
            if self._in_the_way(seat_ids):
                self._wait(seat_ids)
            visit = _Visit(seat_ids)
            self._inside.add(visit)
        return visit

    def _wait(self, seat_ids: frozenset[int]) -> None:
        latest = time.monotonic() + QUEUE_SECONDS
        is_queued = self._queued < self._queue
        self._queued += is_queued
        try:
            while visits := self._in_the_way(seat_ids):
                moving_until = max(visit.since for visit in visits) + MOVING_SECONDS
                left = (latest if is_queued else min(latest, moving_until)) - time.monotonic()
                if left <= 0:
                    raise Busy
                self._changed.wait(left)
        finally:
            self._queued -= is_queued

    def _in_the_way(self, seat_ids: frozenset[int]) -> Collection[_Visit]:
        same_seat = [visit for visit in self._inside if not seat_ids.isdisjoint(visit.seat_ids)]
        return same_seat or (self._inside if len(self._inside) >= self._slots else ())


_writing: Wall | None = None
_paying: Wall | None = None
_receiving: Wall | None = None
_thread = threading.local()


def bound_threads(threads: int) -> None:
    """Share out this process's threads; three in sixteen stay for reads, whatever is stuck.

    Unless it is called, as in commands and in the worker, nothing is bounded.
    """
    global _writing, _paying, _receiving
    _writing = Wall(slots=threads // 4, queue=threads // 8)
    _paying = Wall(slots=threads * 3 // 16, queue=threads // 16)
    _receiving = Wall(slots=threads * 3 // 16, queue=0)


def write_slot(seat_ids: Collection[int] = ()) -> AbstractContextManager[None]:
    """Be one of the few threads in a write; inside a slot that this thread has already, just go on.

    Name the seats if they are known: then a stuck seat takes one slot of each process and no more.

    Raises: Busy, with nothing changed.
    """
    return _slot(_writing, seat_ids)


def payment_slot() -> AbstractContextManager[None]:
    """Be one of the few threads in a purchase, which waits for the payment provider; its writes go on freely.

    Raises: Busy, with nothing changed.
    """
    return _slot(_paying)


def body_slot() -> AbstractContextManager[None]:
    """Be one of the few threads that wait for a client to send the rest of its request.

    Raises: Busy.
    """
    return _slot(_receiving)


@contextmanager
def _slot(wall: Wall | None, seat_ids: Collection[int] = ()) -> Iterator[None]:
    if wall is None or getattr(_thread, "is_inside", False):
        yield
        return
    with wall.slot(seat_ids):
        _thread.is_inside = True
        try:
            yield
        finally:
            _thread.is_inside = False
