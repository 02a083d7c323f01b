"""In a web process few requests are worked on at once; the others wait for a turn (decision 0017).

Threads that all want the interpreter hand it around at every step, and that costs more than it gains. A turn
is for speed alone: whoever waits for something slow gives his away meanwhile, and nobody waits for one longer
than PATIENCE_SECONDS. What keeps those who wait from those who don't is `runtime/bulkhead.py`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

PATIENCE_SECONDS = 0.02

_free: SimpleQueue[None] | None = None


class _Thread(threading.local):
    has_turn = False


_thread = _Thread()


def share_turns(at_once: int) -> None:
    """From now on, in this process; elsewhere nobody waits."""
    global _free
    _free = SimpleQueue()
    for _ in range(at_once):
        _free.put(None)


@contextmanager
def turn() -> Iterator[None]:
    """Work on a request."""
    _begin()
    try:
        yield
    finally:
        _end()


@contextmanager
def without_turn() -> Iterator[None]:
    """Wait for something that may take longer than others should wait for us."""
    had_one = _thread.has_turn
    _end()
    try:
        yield
    finally:
        if had_one:
            _begin()


def _begin() -> None:
    if _free is None:
        return
    try:
        _free.get(timeout=PATIENCE_SECONDS)
    except Empty:
        return
    _thread.has_turn = True


def _end() -> None:
    if _free is not None and _thread.has_turn:
        _thread.has_turn = False
        _free.put(None)
