"""Fixtures of several test modules."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """A thread pool, as in a web process."""
    with ThreadPoolExecutor(8) as threads:
        yield threads
