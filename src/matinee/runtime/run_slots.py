"""Run slots limit how many requests of a web process run Python code at once (decision 0017).

Threads that compete for the interpreter hand it over at every step, which costs more than it gains. A run
slot only improves speed: a thread releases its slot before a slow wait, and no thread waits for a slot longer
than TIMEOUT_SECONDS. `bulkhead.py` keeps slow writes from blocking reads.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

TIMEOUT_SECONDS = 0.02

_free: SimpleQueue[None] | None = None


class _Thread(threading.local):
    has_slot = False


_thread = _Thread()


def limit_run_slots(count: int) -> None:
    """Run at most `count` requests at once in this process. Without this call, nothing is limited."""
    global _free
    _free = SimpleQueue()
    for _ in range(count):
        _free.put(None)


@contextmanager
def run_slot() -> Iterator[None]:
    """Hold a run slot."""
    _acquire()
    try:
        yield
    finally:
        _release()


@contextmanager
def without_run_slot() -> Iterator[None]:
    """Release this thread's run slot during a slow wait."""
    had_slot = _thread.has_slot
    _release()
    try:
        yield
    finally:
        if had_slot:
            _acquire()


def _acquire() -> None:
    if _free is None:
        return
    try:
        _free.get(timeout=TIMEOUT_SECONDS)
    except Empty:
        return
    _thread.has_slot = True


def _release() -> None:
    if _free is not None and _thread.has_slot:
        _thread.has_slot = False
        _free.put(None)
