"""Bounds how many threads of a web process may be in a write, so that the others can read (B10).

A thread that waits for a lock, a slow disk, a payment provider or a slow client serves nobody. So a write
takes a slot first, a purchase takes one for all its steps, and some threads are left that no slot can take.
"""

import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import takewhile

from django.db import OperationalError

from matinee.booking.errors import Busy

QUEUE_SECONDS = 1.0
"""How long a queueing write waits at most."""

STUCK_SECONDS = 0.5
"""A write takes milliseconds. As long as somebody got in within this time it is a rush, and all may wait."""


@dataclass(eq=False)
class _Visit:
    seat_ids: frozenset[int]
    moved_at: float = 0
    """When the wall moved last, as far as this visit shows."""

    def wants_seat_of(self, others: Iterable["_Visit"]) -> bool:
        return any(not self.seat_ids.isdisjoint(other.seat_ids) for other in others)


class Wall:
    """Lets `slots` threads in, one at a time for each seat, and `queue` of them wait, first come first."""

    def __init__(self, *, slots: int, queue: int) -> None:
        self._slots, self._queue = slots, queue
        self._inside: set[_Visit] = set()
        self._line: list[_Visit] = []
        self._stuck_since: float | None = None
        self._changed = threading.Condition()

    @contextmanager
    def slot(self, seat_ids: Collection[int] = ()) -> Iterator[None]:
        """Be inside. Whoever wants a seat that somebody inside writes would only wait in the database.

        Raises: Busy, after QUEUE_SECONDS; at once where all is stuck and the queue is full.
        """
        visit = _Visit(frozenset(seat_ids))
        with self._changed:
            self._enter(visit)
        gave_up = False
        try:
            yield
        except (Busy, OperationalError):
            gave_up = True
            raise
        finally:
            with self._changed:
                self._leave(visit, gave_up=gave_up)

    def would_wait(self, seat_ids: Collection[int]) -> bool:
        """Tell whether somebody is in the way now."""
        with self._changed:
            return self._must_wait(_Visit(frozenset(seat_ids)))

    def _enter(self, visit: _Visit) -> None:
        stuck_since = None
        if self._must_wait(visit):
            self._wait(visit)
            # Whoever follows one that gave up will hardly fare better.
            stuck_since = self._stuck_since
        visit.moved_at = stuck_since or time.monotonic()
        self._inside.add(visit)

    def _leave(self, visit: _Visit, *, gave_up: bool) -> None:
        self._inside.remove(visit)
        self._stuck_since = visit.moved_at if gave_up else None
        self._changed.notify_all()

    def _wait(self, visit: _Visit) -> None:
        latest = time.monotonic() + QUEUE_SECONDS
        is_queued = len(self._line) < self._queue
        self._line.append(visit)
        try:
            while self._must_wait(visit):
                until = latest if is_queued else min(latest, self._moved_at(visit) + STUCK_SECONDS)
                left = until - time.monotonic()
                if left <= 0:
                    raise Busy
                self._changed.wait(left)
        finally:
            self._line.remove(visit)
            self._changed.notify_all()

    def _must_wait(self, visit: _Visit) -> bool:
        ahead = list(takewhile(lambda other: other is not visit, self._line))
        next_in = [other for other in ahead if not other.wants_seat_of(self._inside)]
        is_full = len(self._inside) + len(next_in) >= self._slots
        return is_full or visit.wants_seat_of((*self._inside, *ahead))

    def _moved_at(self, visit: _Visit) -> float:
        same_seat = [other for other in self._inside if visit.wants_seat_of([other])]
        return max((other.moved_at for other in same_seat or self._inside), default=time.monotonic())


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


def would_wait(seat_ids: Collection[int]) -> bool:
    """Tell whether `write_slot` would have to wait, or to refuse."""
    return _writing is not None and _writing.would_wait(seat_ids)


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
