"""A thread that holds a limited resource, such as a permit or a run slot, while the test runs."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager

TIMEOUT_SECONDS = 20

Resource = Callable[[], AbstractContextManager[object]]


@contextmanager
def held_by_other_thread(pool: ThreadPoolExecutor, *resources: Resource) -> Iterator[None]:
    """While the block runs, another thread is inside these context managers."""
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with ExitStack() as stack:
            for resource in resources:
                stack.enter_context(resource())
            entered.set()
            assert leave.wait(TIMEOUT_SECONDS)

    holder = pool.submit(hold)
    assert entered.wait(TIMEOUT_SECONDS)
    try:
        yield
    finally:
        leave.set()
        holder.result(TIMEOUT_SECONDS)
