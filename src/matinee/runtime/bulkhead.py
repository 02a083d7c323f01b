"""Bounds how many threads of a web process may be in a write, so that the others can read (B10).

A thread that waits for a lock, a slow disk, a payment provider or a slow client serves nobody. So a write
takes a slot first, a purchase takes one for all its steps, and some threads are left that no slot can take.
"""

import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from django.db import OperationalError

from matinee.core.problems import Busy
from matinee.runtime.connection_pool import put_down
from matinee.runtime.run_slots import without_turn

QUEUE_SECONDS = 1.0
"""How long a queueing write waits at most."""

STUCK_SECONDS = 0.5
"""A write takes milliseconds. As long as somebody got in within this time it is a rush, and all may wait."""

REFUSAL_SECONDS = 0.03
"""How long it takes to be turned away. Who comes back at once would else take the CPU from those who read."""


@dataclass(eq=False)
class _Visit:
    seat_ids: frozenset[int]
    is_let_in: threading.Event | None = None
    """To wait for, where there is a line."""
    moved_at: float = 0
    """When the wall moved last, as far as this visit shows."""

    def wants_seat_of(self, others: Iterable["_Visit"]) -> bool:
        return any(not self.seat_ids.isdisjoint(other.seat_ids) for other in others)


class Wall:
    """Lets `slots` threads in, one at a time for each seat, and `queue` of them wait, first come first.

    Where all is stuck, whoever is not among them stands in line for a moment, unless that has `most` already.
    Whoever leaves lets in by name who may enter next: woken all together, those in line would take turns to
    see that nothing has changed for them.
    """

    def __init__(self, *, slots: int, queue: int, most: int = 0) -> None:
        self._slots, self._queue, self._most = slots, queue, most
        self._inside: set[_Visit] = set()
        self._line: list[_Visit] = []
        self._stuck_since: float | None = None
        self._changing = threading.Lock()

    @contextmanager
    def slot(self, seat_ids: Collection[int] = ()) -> Iterator[None]:
        """Be inside. Whoever wants a seat that somebody inside writes would only wait in the database.

        Raises: Busy, after QUEUE_SECONDS; at once where all is stuck and the queue is full.
        """
        visit = _Visit(frozenset(seat_ids))
        self._enter(visit)
        gave_up = False
        try:
            yield
        except (Busy, OperationalError):
            gave_up = True
            raise
        finally:
            with self._changing:
                self._inside.remove(visit)
                # Whoever follows one that gave up will hardly fare better.
                self._stuck_since = visit.moved_at if gave_up else None
                self._let_in()

    def would_wait(self, seat_ids: Collection[int]) -> bool:
        """Tell whether somebody is in the way now."""
        with self._changing:
            return not self._may_enter(_Visit(frozenset(seat_ids)), self._line)

    def is_stuck(self, seat_ids: Collection[int]) -> bool:
        """Tell whether whoever comes now would be refused at once."""
        visit = _Visit(frozenset(seat_ids))
        with self._changing:
            is_full = len(self._line) >= self._queue and not self._may_enter(visit, self._line)
            return is_full and self._moved_at(visit) + STUCK_SECONDS <= time.monotonic()

    def _enter(self, visit: _Visit) -> None:
        with self._changing:
            if self._may_enter(visit, self._line):
                self._admit(visit)
                return
            before = len(self._line)
            visit.is_let_in = threading.Event()
            self._line.append(visit)
        put_down()
        with without_turn():
            self._wait(visit, visit.is_let_in, self._patience(before))

    def _patience(self, before: int) -> float:
        if before < self._queue:
            return QUEUE_SECONDS
        return REFUSAL_SECONDS if before < self._most else 0

    def _admit(self, visit: _Visit) -> None:
        visit.moved_at = self._stuck_since or time.monotonic()
        self._inside.add(visit)

    def _let_in(self) -> None:
        ahead: list[_Visit] = []
        for visit in self._line:
            if visit.is_let_in and self._may_enter(visit, ahead):
                self._admit(visit)
                visit.is_let_in.set()
            else:
                ahead.append(visit)
        self._line = ahead

    def _may_enter(self, visit: _Visit, ahead: Iterable[_Visit]) -> bool:
        return len(self._inside) < self._slots and not visit.wants_seat_of((*self._inside, *ahead))

    def _wait(self, visit: _Visit, is_let_in: threading.Event, patience: float) -> None:
        """Wait so many seconds, and longer in a rush."""
        now = time.monotonic()
        earliest, latest = now + patience, now + QUEUE_SECONDS
        while not is_let_in.is_set():
            with self._changing:
                rush = min(latest, self._moved_at(visit) + STUCK_SECONDS)
                left = max(earliest, rush) - time.monotonic()
                if left <= 0 and not is_let_in.is_set():
                    self._line.remove(visit)
                    self._let_in()
                    raise Busy
            is_let_in.wait(left)

    def _moved_at(self, visit: _Visit) -> float:
        same_seat = [other for other in self._inside if visit.wants_seat_of([other])]
        return max((other.moved_at for other in same_seat or self._inside), default=time.monotonic())


_writing: Wall | None = None
_paying: Wall | None = None
_receiving: Wall | None = None
_thread = threading.local()


def bound_threads(*, threads: int, connections: int) -> None:
    """Share out this process's threads and database connections; some stay for reads, whatever is stuck.

    In a rush few should have to wait: being woken costs more CPU than most writes. Unless this is called, as
    in commands and in the worker, nothing is bounded.
    """
    global _writing, _paying, _receiving
    _writing = Wall(slots=connections * 3 // 8, queue=threads // 6, most=threads // 2)
    _paying = Wall(slots=connections // 4, queue=threads // 12)
    _receiving = Wall(slots=threads // 4, queue=0)


def write_slot(seat_ids: Collection[int] = ()) -> AbstractContextManager[None]:
    """Be one of the few threads in a write; inside a slot that this thread has already, just go on.

    Name the seats if they are known: then a stuck seat takes one slot of each process and no more.

    Raises: Busy, with nothing changed.
    """
    return _slot(_writing, seat_ids)


def would_wait(seat_ids: Collection[int]) -> bool:
    """Tell whether `write_slot` would have to wait, or to refuse."""
    return _writing is not None and _writing.would_wait(seat_ids)


def is_stuck(seat_ids: Collection[int]) -> bool:
    """Tell whether `write_slot` would refuse at once."""
    return _writing is not None and _writing.is_stuck(seat_ids)


@contextmanager
def payment_slot() -> Iterator[None]:
    """Be one of the few threads in a purchase, which waits for the payment provider; its writes go on freely.

    Raises: Busy, with nothing changed.
    """
    with without_turn(), _slot(_paying):
        yield


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
