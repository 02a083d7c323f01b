"""What tests of several verbs stand on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads of a web process."""
    with ThreadPoolExecutor(8) as threads:
        yield threads
