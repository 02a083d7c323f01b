"""Threads beside the test's own, for what bounds them."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager

PATIENCE_SECONDS = 20

Stay = Callable[[], AbstractContextManager[object]]


@contextmanager
def staying(pool: ThreadPoolExecutor, *stays: Stay) -> Iterator[None]:
    """While the block runs, another thread is in all of these."""
    inside, leave = threading.Event(), threading.Event()

    def visit() -> None:
        with ExitStack() as stack:
            for stay in stays:
                stack.enter_context(stay())
            inside.set()
            assert leave.wait(PATIENCE_SECONDS)

    visitor = pool.submit(visit)
    assert inside.wait(PATIENCE_SECONDS)
    try:
        yield
    finally:
        leave.set()
        visitor.result(PATIENCE_SECONDS)
